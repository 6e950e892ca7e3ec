export * from './excerpt.ts';
export * from './related-streams.ts';
export { verifyExcerpt, type ExcerptOptions, type VerifiedExcerpt } from './verify-excerpt.ts';
