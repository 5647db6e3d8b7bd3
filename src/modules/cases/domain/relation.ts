export { partyRelations as relations, type PartyRelation as Relation } from '#vocabulary/relation'
