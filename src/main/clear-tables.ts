import { clearReasons } from '#access'
import { clearApprovals } from '#accounts'
import { clearFiles } from '#cases'
import { clearReports } from '#detection'
import { clearAnswers } from '#platform/doors/once'
import type { ClearTable } from '#platform/vault/clear-table'
import { clearPapers } from '#protection'
import { clearReferrals } from '#referral'
import { clearDeliveries } from '#statistics'

/** Every table that a version before the vault filled in clear, for the start that finds such rows. */
export const clearTables: readonly ClearTable[] = [...clearFiles, ...clearReports, ...clearReferrals, ...clearPapers, ...clearAnswers, ...clearReasons, ...clearApprovals, ...clearDeliveries]
