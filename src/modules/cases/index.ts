export * from './domain/front.ts'
