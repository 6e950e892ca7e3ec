export * from './check-identifier.ts';
export * from './document-number.ts';
export { IDENTIFIER_RULES, type IdentifierKind, type IdentifierRule } from './identifier-rules.ts';
export * from './mrz.ts';
export * from './transliteration.ts';
