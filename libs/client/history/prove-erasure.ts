import { subject, unionOfTo } from '#exchange';
import {
  decide,
  fold,
  later,
  RuleBroken,
  stateOf,
  TrustError,
  type Instant,
  type Recipient,
} from '#kernel';
import { hasExactly, isObject } from '#signing';
import { assertDecided, isSame, type Append } from './append.ts';
import { DECISION_SECONDS } from './lookback.ts';
import type { Known, KnownRecord } from './known.ts';
import { readStatement } from './read-statement.ts';
import { textIn } from './text-in.ts';

type Name = { readonly issuer: string; readonly id: string };

/** A worker's erasure: asked for by the controller state, of all the worker's records, and told to everybody who has one. */
export function proveErasure(append: Append, known: Known): void {
  const [event] = append;
  const { data, at, stream } = event;
  const { payload, by, text } = readStatement(event, 'erasure+jws', known);
  const worker = stream.slice('subject-'.length);
  const records = known.subjects.get(worker) ?? [];
  const names = namesIn(data['records']);
  const named = namedOf(names, records, known.isExcerpt);
  assertAll(named, records, at);
  if (!names.some((name) => isSame(name, payload['record'])))
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the statement names a record of another worker');
  if (records.some(({ controller }) => controller !== stateOf(by)))
    throw new TrustError('TRUST_NOT_ALLOWED', `${by} is not of the controller state`);
  const command = {
    type: 'EraseSubject' as const,
    data: {
      controller: stateOf(by),
      subject: worker,
      records: names,
      basis: textIn(payload, 'basis'),
      statement: text,
      to: named.length < names.length ? (event.to ?? []) : toldOf(event.to ?? [], named, at),
    },
    at,
    by,
  };
  const before = known.erased.get(worker);
  assertDecided(append, decide(subject, command, before?.told ?? subject.initial));
  known.erased.set(worker, {
    since: before?.since ?? at,
    told: fold(subject, append, before?.told),
  });
}

/** The worker's records that are named, each once; in an excerpt those of them that are there. */
function namedOf(
  names: readonly Name[],
  records: readonly KnownRecord[],
  isExcerpt: boolean,
): readonly KnownRecord[] {
  const named = names.map(({ issuer, id }) =>
    records.find((one) => one.issuer === issuer && one.id === id),
  );
  const found = named.filter((one) => one !== undefined);
  if (isExcerpt) return found;
  if (found.length !== new Set(named).size || named.includes(undefined))
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'an erasure of records that the worker has not');
  return found;
}

/** One that came while it was decided may be missing. */
function assertAll(
  named: readonly KnownRecord[],
  records: readonly KnownRecord[],
  at: Instant,
): void {
  const start = later(at, -DECISION_SECONDS);
  if (records.some((one) => one.recordedAt <= start && !named.includes(one)))
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'a record of the worker was left out');
}

/** Everybody who had one of the records; who got it while it was decided may be missing. */
function toldOf(to: readonly Recipient[], named: readonly KnownRecord[], at: Instant) {
  const start = later(at, -DECISION_SECONDS);
  const events = named.flatMap((one) => one.events);
  const all = unionOfTo(events);
  const least = unionOfTo(events.filter((one) => one.at <= start));
  const isBetween =
    isSame(unionOfTo([{ to }, { to: least }]), to) && isSame(unionOfTo([{ to }, { to: all }]), all);
  return isBetween ? to : all;
}

function namesIn(value: unknown): readonly Name[] {
  const fits =
    Array.isArray(value) && value.every((one) => isObject(one) && hasExactly(one, 'issuer', 'id'));
  if (fits) return value as readonly Name[];
  throw new RuleBroken('RULE_RECORD_UNKNOWN', 'an erasure of nothing');
}
