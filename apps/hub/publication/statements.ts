import { STATEMENT_FORMS, type ParticipantStatementType } from '#participants';
import { DIALECT, type JsonSchema } from '../platform/json-schema.ts';
import { STATEMENT_SCHEMAS, type StatementType } from '../statements/statement-schemas.ts';

/** Who says what by each statement. */
const MEANINGS: Readonly<Record<StatementType | ParticipantStatementType, string>> = {
  'endorsement+jws':
    "A state's root endorses an authority or a key; an authority endorses a key of an agency it licensed.",
  'retirement+jws': 'A key signs nothing new.',
  'compromise+jws': 'A key was in the wrong hands since an instant.',
  'licence+jws':
    'An authority licenses an agency, suspends the licence, restores it, or revokes it for good.',
  'admission+jws': 'The quorum of roots admits a state (JWS General JSON).',
  'membership+jws':
    'The quorum of roots changes a membership, or a state leaves (JWS General JSON).',
  'revocation+jws': 'The issuer revokes a record, maybe from an earlier instant on.',
  'review+jws': 'A review of a record is opened by whom it concerns, or closed by its issuer.',
  'recognition+jws': 'An accepting state suspends its recognition of a record, or restores it.',
  'erasure+jws': 'The controller state has a worker erased, naming any of the records.',
  'transition+jws':
    "Who takes part in a worker's case says that a step was taken, by own key or with the act of the person on file.",
  'contract-suspension+jws': 'A party suspends a contract version.',
  'contract-termination+jws': 'A party ends a contract.',
  'demand+jws': 'A labour ministry registers what an employer asks for.',
  'demand-quota+jws': "The ministry has reserved the demand's places in the quota of its state.",
  'demand-closing+jws': 'The ministry closes a demand: nobody more is selected for it.',
  'demand-refusal+jws': 'The ministry refuses a demand that it had registered.',
  'delivery-receipt+jws': 'An authority says what became of deliveries to it.',
};

/** The JSON Schema of every statement's payload, by `typ`. */
export const statementSchemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(MEANINGS).map(([typ, meaning]) => [typ, described(typ, meaning)]),
  );

const schemaOf = (typ: string): JsonSchema =>
  Object.hasOwn(STATEMENT_SCHEMAS, typ)
    ? STATEMENT_SCHEMAS[typ as StatementType]
    : STATEMENT_FORMS[typ as ParticipantStatementType].schema;

const described = (typ: string, meaning: string): JsonSchema => ({
  $schema: DIALECT,
  $id: `urn:eurasec:statement:${nameOf(typ)}:1`,
  title: typ,
  description: meaning,
  ...schemaOf(typ),
});

/** `revocation` of `revocation+jws`. */
export const nameOf = (typ: string): string => typ.slice(0, -'+jws'.length);
