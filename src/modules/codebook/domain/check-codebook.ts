import type { Codebook, CodeList } from './codebook-schema.ts'
import { folded } from './find-code.ts'

/** Everything that a well-formed codebook may still have wrong, a sentence each; an empty list is the proof that it can be used. */
export function checkCodebook(book: Codebook): readonly string[] {
  return [
    ...twice('standards', book.standards), ...twice('lists', book.lists), ...twice('variables', book.variables), ...twice('items', book.items), ...twice('referencePoints', book.referencePoints), ...twice('anomalyRules', book.anomalyRules),
    ...book.anomalyRules.flatMap((rule) => checkRule(book, rule)),
    ...book.lists.flatMap((list) => [...twice(`lists › ${list.key}`, list.codes), ...checkMappings(book, list), ...checkGroups(book, list), ...checkNames(list)]),
    ...book.variables.flatMap((variable) => [
      ...((variable.kind === 'code') === (variable.list !== undefined) ? [] : [`variables › ${variable.key}: a variable of codes names its list, and no other does`]),
      ...(variable.list === undefined || book.lists.some(({ key }) => key === variable.list) ? [] : [`variables › ${variable.key}: there is no list ${variable.list}; add it or correct the name`]),
      ...(variable.within === undefined || book.variables.some(({ key }) => key === variable.within) ? [] : [`variables › ${variable.key}: there is no variable ${variable.within}; add it or correct the name`]),
      ...(variable.total === undefined || variable.list === undefined || book.lists.some(({ key, codes }) => key === variable.list && codes.some((code) => code.key === variable.total)) ? [] : [`variables › ${variable.key}: ${variable.total} is no code of its list; name the code of the total`]),
      ...variable.maps.filter(({ standard }) => !book.standards.some(({ key }) => key === standard)).map(({ standard }) => `variables › ${variable.key}: there is no standard ${standard}; add it or correct the name`),
    ]),
    ...book.items.flatMap((item) => item.variables.filter(({ key }) => !book.variables.some((variable) => variable.key === key)).map(({ key }) => `items › ${item.key}: there is no variable ${key}; add it or correct the name`)),
    ...book.referencePoints.flatMap(({ key: point, items }) => items.filter((item) => !book.items.some(({ key }) => key === item)).map((item) => `referencePoints › ${point}: there is no item ${item}; add it or correct the name`)),
    ...checkFields(book),
    ...twice('facts', book.facts),
    ...[...book.lists, ...book.variables, ...book.items, ...book.facts].flatMap(checkDays),
  ]
}

/** An entry ends after it begins, and its versions follow one another. */
function checkDays({ key, version, from, to, earlier }: Pick<CodeList, 'key' | 'version' | 'from' | 'to' | 'earlier'>): readonly string[] {
  const versions = [...earlier, { version, from, to }]
  return [
    ...versions.filter((each) => each.to !== undefined && each.to < each.from).map((each) => `${key}, version ${each.version}, ends before it begins; its end must not be earlier`),
    ...versions.filter((each, index) => index > 0 && each.from <= (versions[index - 1]?.to ?? '')).map((each) => `${key}: version ${each.version} begins while the one before it still holds; let it begin later`),
    ...versions.filter((each, index) => versions.findIndex((other) => other.version === each.version) !== index).map((each) => `${key}: version ${each.version} stands twice; keep one`),
  ]
}

const twice = (place: string, entries: readonly { readonly key: string }[]): readonly string[] =>
  entries.filter(({ key }, index) => entries.findIndex((other) => other.key === key) !== index).map(({ key }) => `${place}: ${key} stands twice; keep one`)

/** A field that is said to be mapped is mapped by a variable or a list, and no other is; a scheme names each of its fields once. */
function checkFields({ fields, lists, variables }: Codebook): readonly string[] {
  return fields.flatMap(({ standard, field, here }, index) => {
    const isMapped = [...lists, ...variables].some(({ maps }) => maps.some((map) => map.standard === standard && map.target === field))
    return [
      ...(fields.findIndex((other) => other.standard === standard && other.field === field) < index ? [`fields › ${field} stands twice; keep one`] : []),
      ...(isMapped === (here === 'mapped') ? [] : [`fields › ${field} is ${isMapped ? '' : 'not '}mapped; say so`]),
    ]
  })
}

/** Each mapping says for each code where it goes, even when the answer is nowhere. */
function checkMappings({ standards }: Codebook, { key: list, codes, maps }: CodeList): readonly string[] {
  return maps.flatMap(({ standard, codes: targets }) => [
    ...(standards.some(({ key }) => key === standard) ? [] : [`lists › ${list}: there is no standard ${standard}; add it or correct the name`]),
    ...codes.filter(({ key }) => !(key in targets)).map(({ key }) => `lists › ${list}: ${key} has no target in ${standard}; name it, or write null where that scheme has none`),
    ...Object.keys(targets).filter((code) => !codes.some(({ key }) => key === code)).map((code) => `lists › ${list}: the mapping to ${standard} names ${code}, which is no code of the list`),
  ])
}

/** Every code stands in a group that there is. */
function checkGroups({ lists }: Codebook, { key: list, codes, coarser }: CodeList): readonly string[] {
  if (!coarser) return []
  const groups = lists.find(({ key }) => key === coarser.list)?.codes
  if (!groups) return [`lists › ${list}: there is no list ${coarser.list} of groups; add it or correct the name`]
  return [
    ...codes.filter(({ key }) => !groups.some((group) => group.key === coarser.codes[key])).map(({ key }) => `lists › ${list}: ${key} stands in no group of ${coarser.list}; name one`),
    ...Object.keys(coarser.codes).filter((code) => !codes.some(({ key }) => key === code)).map((code) => `lists › ${list}: its groups name ${code}, which is no code of the list`),
  ]
}

/** Two codes that a sheet could write with the same word could not be told apart. */
function checkNames({ key: list, codes }: CodeList): readonly string[] {
  const owners = new Map<string, string>()
  return codes.flatMap(({ key, label, aliases }) => [...new Set([key, ...Object.values(label), ...aliases].map(folded))].flatMap((name) => {
    const other = owners.get(name)
    owners.set(name, key)
    return other === undefined ? [] : [`lists › ${list}: ${name} could be ${other} or ${key}; give them different words`]
  }))
}

/** Of which items and codes a rule speaks: a name that nothing has would make it one that never finds anything. */
function checkRule({ items, variables, lists }: Codebook, rule: Codebook['anomalyRules'][number]): readonly string[] {
  const about = rule.kind === 'exceeds' ? [rule, rule.over] : rule.kind === 'holds-none' ? [rule] : []
  return about.flatMap(({ item: key, at }) => {
    const item = items.find((each) => each.key === key)
    if (!item) return [`anomalyRules › ${rule.key}: there is no item ${key}; add it or correct the name`]
    return Object.entries(at).flatMap(([name, code]) => {
      const list = lists.find((each) => each.key === variables.find((variable) => variable.key === name)?.list)
      if (!item.variables.some((variable) => variable.key === name)) return [`anomalyRules › ${rule.key}: ${key} has no variable ${name}; add it or correct the name`]
      return list && !list.codes.some((each) => each.key === code) ? [`anomalyRules › ${rule.key}: ${name} has no code ${code}; add it or correct the name`] : []
    })
  })
}
