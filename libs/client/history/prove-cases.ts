import type { IssuedRecord, Routing } from '#certificates';
import { dayOf, decide, fold, RuleBroken, stateOf, type DomainEvent, type Instant } from '#kernel';
import type { TrustList } from '#participants';
import {
  demand,
  derivedStep,
  holdsPlace,
  isOpen,
  recruitmentCase,
  standing,
  stepIn,
  type Case,
  type CaseCommand,
  type Facts,
  type Step,
} from '#recruitment';
import { isObject } from '#signing';
import { assertDecided, type Append } from './append.ts';
import { referenceTo, selectionOf, type Known } from './known.ts';
import { proveShare } from './prove-share.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement, type SaidStatement } from './read-statement.ts';
import { textIn } from './text-in.ts';

/** The hub itself: what it derives from what it holds. */
const HUB = 'HUB';

type Opening = {
  readonly record: IssuedRecord;
  readonly routing: Routing;
  readonly stated: SaidStatement | undefined;
  readonly trust: TrustList;
  readonly moment: Instant;
};

/** What the rules of opening, asked again, give: who registered the worker could, and said what the event says. */
export function opened(
  event: HistoryEvent,
  { record, routing, stated, trust, moment }: Opening,
): readonly DomainEvent[] {
  if (!stated) throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'a case that nobody registered');
  assertAbout(stated.payload['record'], record);
  const said = stepIn(stated.payload) as Step & { step: 'WorkerRegistered' };
  const destination = textIn(event.data, 'destination');
  const ends = { origin: stateOf(record.issuer), destination };
  const facts = { ...standing(trust, said, stated.by, ends, moment), ...taken(said) };
  const data = {
    record: { ...record, destination },
    ...{ routing, said, facts, statement: stated.text, statedBy: stated.by },
  };
  const command = { type: 'OpenCase' as const, data, at: event.at, by: event.by };
  return decide(recruitmentCase, command, recruitmentCase.initial);
}

/** What became of a case: each step was said by whom the table lets, and led where the table says. */
export function proveCase(append: Append, known: Known): void {
  const [first] = append;
  const record = known.records.get(first.stream);
  const state = known.cases.get(first.stream);
  if (!record || !state) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'a step of no case');
  if (first.type === 'CaseShared')
    proveShare(append, record, known, (data, at) =>
      decide(recruitmentCase, { type: 'ShareCase', data, at, by: HUB }, state),
    );
  else proveStep(append, state, known);
  record.events.push(...append);
  const after = fold(recruitmentCase, append, state);
  known.cases.set(first.stream, after);
  const { demand: name } = after;
  if (name !== undefined && holdsPlace(after, name))
    known.selections.add(selectionOf(name, first.stream.slice('case-'.length)));
}

function proveStep(append: Append, state: Case, known: Known): void {
  const [event] = append;
  const stated =
    event.data['statement'] === undefined
      ? undefined
      : readStatement(event, 'transition+jws', known);
  const record = referenceTo(state.record!);
  if (stated) assertAbout(stated.payload['record'], record);
  const said = stated ? stepIn(stated.payload) : derivedStep(state);
  if (!said) throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'a step that nobody stated');
  const by = stated?.by ?? HUB;
  const ends = { origin: stateOf(record.issuer), destination: state.destination };
  known.lookback.decided(event.at, (grounds, moment) => {
    const own = standing(grounds.trust, said, by, ends, moment);
    const facts = {
      ...own,
      ...taken(said, own.corridor),
      ...demandFacts(said, state, event, known),
    };
    const statement = stated && { statement: stated.text };
    const data = { record, said, facts, ...statement };
    const command: CaseCommand = { type: 'AdvanceCase', data, at: event.at, by };
    assertDecided(append, decide(recruitmentCase, command, state));
  });
}

/** Sealed, or answered by verification: taken as the hub found it. The log names it by digests, for who may open it. */
function taken(
  { occurredAt, contract, permit, receipt }: Step,
  corridor?: Facts['corridor'],
): Partial<Facts> {
  const day = dayOf(occurredAt);
  const profile = corridor?.medicalProfile;
  return {
    consent: { purposes: ['ORGANISED_RECRUITMENT'], givenOn: day },
    languages: contract ? [contract.language] : [],
    ...(permit && { permit: { type: permit.type, validUntil: day } }),
    ...(profile !== undefined && {
      medical: {
        ...(receipt !== undefined && { receipt }),
        ...{ profile, isConfirmed: true, asOf: occurredAt },
      },
    }),
  };
}

/** What the demand's own stream says. */
function demandFacts(
  said: Step,
  state: Case,
  { stream, at }: HistoryEvent,
  { demands }: Known,
): Partial<Facts> {
  const name = said.demand ?? state.demand;
  if (name === undefined) return {};
  const asked = demands.get(`demand-${name}`) ?? demand.initial;
  const place = asked.places.get(stream.slice('case-'.length));
  const { document } = asked;
  return {
    ...(document && {
      demand: {
        ...{ name, isOpen: isOpen(asked, at) },
        ...{ origins: document.origins, destination: document.destination },
      },
    }),
    ...(place && { place: { demand: name, until: place.isTaken ? at : place.until } }),
  };
}

function assertAbout(named: unknown, record: ReturnType<typeof referenceTo>): void {
  const { issuer, id, digest } = isObject(named) ? named : {};
  if (issuer !== record.issuer || id !== record.id || digest !== record.digest)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'a statement about another case');
}
