import type { PrimaryRule } from '../../src/modules/statistics/domain/sensitive-cells.ts'

/** A rule as countries have it; what a test says of the country's own it asks the country. */
export const usualRule: PrimaryRule = { threshold: 5, oneCategory: 'whole' }
