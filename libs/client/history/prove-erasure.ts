import { subject, unionOfTo } from '#exchange';
import { decide, joinRecipients, RuleBroken, stateOf, TrustError } from '#kernel';
import { isObject } from '#signing';
import { assertDecided, type Append } from './append.ts';
import type { Known, KnownRecord } from './known.ts';
import { isSame, textIn } from './prove-records.ts';
import { readStatement } from './read-statement.ts';

type Name = { readonly issuer: string; readonly id: string };

/** A worker's erasure: asked for by the controller state, of all the worker's records, and told to everybody who has one. */
export function proveErasure(append: Append, known: Known): void {
  const { data, at, stream } = append[0];
  const { payload, by, text } = readStatement(data, 'erasure+jws', at, known);
  const id = stream.slice('subject-'.length);
  const names = namesIn(data['records']);
  const records = (known.subjects.get(id) ?? []).map((one) => known.records.get(one)!);
  assertAll(names, id, known);
  if (!names.some((name) => isSame(name, payload['record'])))
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the statement names a record of another worker');
  if (records.some(({ controller }) => controller !== stateOf(by)))
    throw new TrustError('TRUST_NOT_ALLOWED', `${by} is not of the controller state`);
  const command = {
    type: 'EraseSubject' as const,
    data: {
      controller: stateOf(by),
      subject: id,
      records: names,
      basis: textIn(payload, 'basis'),
      statement: text,
      to: recipientsOf(records),
    },
    at,
    by,
  };
  assertDecided(append, decide(subject, command, { erased: known.erased.has(id) }));
  known.erased.add(id);
}

/** Exactly the records that were kept under this worker's random id, in any order. */
function assertAll(names: readonly Name[], id: string, known: Known): void {
  const streams = new Set(known.subjects.get(id));
  const named = names.flatMap(({ issuer, id: record }) =>
    ['certificate', 'evidence']
      .map((family) => `${family}-${issuer}-${record}`)
      .filter((stream) => streams.has(stream)),
  );
  if (named.length === 0 || named.length !== names.length || named.length !== streams.size)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'other records were erased than the worker had');
}

const recipientsOf = (records: readonly KnownRecord[]) =>
  records.map(({ life }) => unionOfTo([life])).reduce(joinRecipients, []);

function namesIn(value: unknown): readonly Name[] {
  const fits =
    Array.isArray(value) &&
    value.every(
      (one) => isObject(one) && typeof one['issuer'] === 'string' && typeof one['id'] === 'string',
    );
  if (fits) return value as readonly Name[];
  throw new RuleBroken('RULE_RECORD_UNKNOWN', 'an erasure of nothing');
}
