import {
  dayOf,
  decide,
  fold,
  later,
  RuleBroken,
  stateOf,
  StoreError,
  TrustError,
  type Instant,
} from '#kernel';
import {
  demand,
  demandCommand,
  holdsPlace,
  isOpen,
  lapsed,
  routeOfDemand,
  type Case,
  type Demand,
  type DemandCommand,
  type DemandDocument,
  type DemandStatementType,
} from '#recruitment';
import { assertDecided, type Append } from './append.ts';
import { directoryOf, type Grounds } from './grounds.ts';
import { selectionOf, type Known } from './known.ts';
import { assertAge, assertMember } from './prove-records.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement, type SaidStatement } from './read-statement.ts';
import { textIn } from './text-in.ts';

/** What employers ask for: registered, opened and closed by who might, and no more places given away than there are. */
export function proveDemands(append: Append, known: Known): void {
  const [first] = append;
  const { stream, type, data, at } = first;
  if (stream !== `demand-${textIn(data, 'authority')}-${textIn(data, 'id')}`)
    throw new TrustError('TRUST_MISROUTED', 'an event of another demand');
  const state = known.demands.get(stream) ?? demand.initial;
  const typ = Object.hasOwn(STATEMENTS, type) ? STATEMENTS[type] : undefined;
  if (typ) {
    const said = readStatement(first, typ, known);
    known.lookback.decided(at, (grounds, moment) => {
      const command = stated(typ, said, at, grounds, moment);
      assertDecided(append, decide(demand, command, state));
    });
  } else {
    assertDecided(append, decide(demand, derived(append, state), state));
    for (const event of append) assertCase(event, stream.slice('demand-'.length), known);
  }
  known.demands.set(stream, fold(demand, append, state));
}

/** A place is reserved for a case that there is, taken by one that was selected for it, and given back by one that needs it no more. */
function assertCase({ type, data }: HistoryEvent, name: string, known: Known): void {
  if (!Object.hasOwn(OF_CASES, type)) return;
  const id = textIn(data, 'case');
  if (known.isExcerpt && !known.cases.has(`case-${id}`)) return;
  if (!OF_CASES[type]!(known.cases.get(`case-${id}`), id, name, known))
    throw new RuleBroken('RULE_RECORD_UNKNOWN', `a ${type} for no such case`);
}

/** What must be proved of the case by then. */
const OF_CASES: Readonly<
  Record<string, (known: Case | undefined, id: string, name: string, all: Known) => boolean>
> = {
  PlaceReserved: (known) => known !== undefined,
  PlaceTaken: (_, id, name, { selections }) => selections.has(selectionOf(name, id)),
  PlaceReleased: (known, _, name) => known !== undefined && !holdsPlace(known, name),
};

const STATEMENTS: Readonly<Record<string, DemandStatementType>> = {
  DemandRegistered: 'demand+jws',
  QuotaReserved: 'demand-quota+jws',
  DemandClosed: 'demand-closing+jws',
  DemandRefused: 'demand-refusal+jws',
};

/** What was asked, by what was known at a moment. */
function stated(
  typ: DemandStatementType,
  said: SaidStatement,
  at: Instant,
  grounds: Grounds,
  moment: Instant,
): DemandCommand {
  const knowledge = {
    active: grounds.active(moment),
    directory: directoryOf(grounds.trust),
    today: dayOf(moment),
  };
  if (typ === 'demand+jws') {
    assertMember(stateOf(said.by), grounds.trust, moment);
    // What does not fit its form decides nothing that was recorded.
    const document = said.payload['demand'] as unknown as DemandDocument;
    const { under, maxAgeSeconds } = routeOfDemand(document, knowledge);
    if (under.length > 0) assertAge(Number(said.payload['iat']), maxAgeSeconds, moment);
  }
  return demandCommand(typ, said.payload, said, at, knowledge);
}

/** The hub keeps the places itself; its rules, asked again, give what it noted. */
function derived(append: Append, state: Demand): DemandCommand {
  const [{ type, data, at }] = append;
  const named = { authority: textIn(data, 'authority'), id: textIn(data, 'id') };
  const sent = { at, by: 'HUB' };
  const place = { ...named, case: type.startsWith('Place') ? textIn(data, 'case') : '' };
  const selected = append
    .filter((one) => one.type === 'PlaceTaken')
    .map((one) => textIn(one.data, 'case'));
  const reserved = append.find((one) => one.type === 'PlaceReserved');
  // Those whose reservations had lapsed were found to be selected, when a place was reserved, maybe one of theirs again.
  if (
    reserved ||
    (isOpen(state, at) && type === 'PlaceTaken' && lapsed(state, at).includes(place.case))
  ) {
    const [id, until] = reserved
      ? [textIn(reserved.data, 'case'), textIn(reserved.data, 'until')]
      : [place.case, later(at, 1)];
    return { type: 'ReservePlace', data: { ...named, case: id, until, selected }, ...sent };
  }
  if (type === 'PlaceTaken') return { type: 'TakePlace', data: place, ...sent };
  if (type === 'PlaceReleased') return { type: 'ReleasePlace', data: place, ...sent };
  throw new StoreError('STORE_CORRUPT', `a ${type} that nothing goes before`);
}
