import { certificate, type IssuedRecord } from '#certificates';
import type { Family } from '#credentials';
import { Clock, ConcurrentWrite, RuleBroken } from '#kernel';
import { encodeBase64url } from '#signing';
import { ERASED, packContents, Vault, type Keeping, type Kept } from '#vault';
import { EventLog } from '../log/event-log.ts';
import { Receipts } from '../log/receipts.ts';
import type { Signed } from '../platform/signature.guard.ts';
import { LogWatch } from '../proofs/log-watch.ts';
import { HubViews } from '../views/hub-views.ts';
import { listOf } from './clearance-check.ts';
import { secretsIn } from './claims-of.ts';
import { FAMILY_RULES, type supersession } from './families.ts';
import { identityOf, numberOf, predecessorOf } from './identity.ts';
import { admit, name, streamOf, type Admitted, type Named, type Push } from './intake.ts';
import { NumberTwins } from './number-twins.ts';

export type PushResult = {
  /** False when the same record was stored before. */
  readonly created: boolean;
  readonly receipt: string;
  readonly position: string;
  readonly warnings: readonly { readonly code: string; readonly pointer: string }[];
};

/** A push that was read: its record is named, nothing is verified. */
export type Prepared = {
  readonly push: Push;
  readonly named: Named;
  readonly streams: readonly string[];
};

/**
 * The push of a record, from bytes to receipt: admit → predecessor → subject → vault (durable) →
 * supersede → append → twins → receipt. Repeating it after any crash completes it and gives the same receipt.
 */
export class RecordPusher {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;
  private readonly watch: LogWatch;
  private readonly twins: NumberTwins;

  constructor(
    log: EventLog,
    vault: Vault,
    views: HubViews,
    receipts: Receipts,
    clock: Clock,
    watch: LogWatch,
  ) {
    this.log = log;
    this.vault = vault;
    this.views = views;
    this.receipts = receipts;
    this.clock = clock;
    this.watch = watch;
    this.twins = new NumberTwins(log, vault, clock);
  }

  /** @throws HubError with the code of the first check that failed; nothing is stored then. */
  push(push: Push, by: Signed, family: Family): Promise<PushResult> {
    return this.complete(this.prepare(push, by, family));
  }

  /** Reads a push, and says which streams it will touch. */
  prepare(push: Push, by: Signed, family: Family): Prepared {
    const named = name(push, by.participant, family);
    const predecessor = predecessorOf(named);
    const streams = [named.id, ...(predecessor ? [predecessor.id] : [])];
    return { push, named, streams: streams.map((id) => streamOf({ ...named, id })) };
  }

  async complete({ push, named }: Prepared): Promise<PushResult> {
    // What was accepted once stays accepted, whatever became of contract, key or age since.
    const before = await this.storedBefore(named);
    if (before) return before;
    this.views.assertFresh();
    this.watch.assertAccepting();
    const admitted = await admit(push, named, this.views, this.clock.now());
    try {
      return await this.store(push, admitted);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) throw error;
      // The same push came twice at once, and the other one was first.
      const stored = await this.storedBefore(named);
      if (stored) return stored;
      throw error;
    }
  }

  private async storedBefore(named: Named): Promise<PushResult | undefined> {
    const events = await this.log.read(streamOf(named));
    const [first] = events;
    if (!first) return undefined;
    if ((first.data as IssuedRecord).digest !== named.digest)
      throw new RuleBroken('RULE_RECORD_ID_REUSED', `${streamOf(named)} holds another record`);
    await this.twins.complete(named, events);
    return { created: false, warnings: [], ...this.receipts.of(first, named.digest) };
  }

  private async store(push: Push, admitted: Admitted): Promise<PushResult> {
    const stream = streamOf(admitted);
    const predecessor = await this.predecessorOf(admitted);
    const { enter } = FAMILY_RULES[admitted.type.family];
    const record = recordOf(admitted, predecessor?.record);
    const entering = { push, admitted, knowledge: this.views };
    // What would be refused is refused before anything of it is kept.
    enter({ ...entering, record, at: this.clock.now() });
    const kept = await this.keep(stream, admitted, predecessor?.record);
    if (predecessor) await this.log.carryOut(predecessor.stream, certificate, predecessor.command);
    const sealed = encodeBase64url(kept.sealed);
    const whole = { ...record, sealed, subject: kept.subject };
    const events = enter({ ...entering, record: whole, at: this.clock.now() });
    const stored = (await this.log.append(stream, 'none', events))[0]!;
    await this.twins.review(admitted);
    return {
      created: true,
      warnings: admitted.warnings,
      ...this.receipts.of(stored, admitted.digest),
    };
  }

  /** Everything of the record that the event does not hold in the clear, findable again: durable before the append. */
  private async keep(
    stream: string,
    admitted: Admitted,
    predecessor: IssuedRecord | undefined,
  ): Promise<Kept> {
    const { issuer, controller, parsed, sealed, clearances, resolved } = admitted;
    const number = numberOf(admitted);
    const keeping: Keeping = {
      controller,
      owner: predecessor ? { subject: predecessor.subject } : { identity: identityOf(admitted) },
      contents: packContents({
        disclosures: parsed.disclosures,
        sealed,
        clearances: clearances.map(({ text }) => text),
      }),
      values: [
        ...secretsIn(resolved.claims),
        ...(number === undefined ? [] : [{ kind: 'number', value: number } as const]),
      ],
      claims: clearances.map((clearance) => ({
        issuer,
        list: listOf(clearance),
        index: clearance.status.index,
      })),
    };
    const kept = await this.vault.keep(stream, keeping).catch((error: unknown) => {
      if (!(error instanceof RuleBroken) || error.code !== 'RULE_STATUS_INDEX_SPENT') throw error;
      const pointer = `/clearances${error.pointer}`;
      throw new RuleBroken(error.code, error.message, { pointer, cause: error });
    });
    if (kept === ERASED) throw new RuleBroken('RULE_RECORD_ERASED', `${stream} was erased`);
    return kept;
  }

  private async predecessorOf(admitted: Admitted): Promise<Predecessor | undefined> {
    const named = predecessorOf(admitted);
    if (!named) return undefined;
    const stream = streamOf({ ...admitted, id: named.id });
    const events = await this.log.read(stream);
    const record = events[0]?.data as IssuedRecord | undefined;
    const { supersede } = FAMILY_RULES[admitted.type.family];
    if (record?.digest !== named.digest || !supersede)
      throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the predecessor is not stored as named', {
        pointer: '/record/supersedes',
      });
    return { stream, record, command: supersede(events, record, admitted, this.clock.now()) };
  }
}

/** The record that is replaced, and what its stream is asked for that. */
type Predecessor = {
  readonly stream: string;
  readonly record: IssuedRecord;
  readonly command: ReturnType<typeof supersession>;
};

/** As it is stored; who it is about and what it says is not known before it is kept. */
const recordOf = (
  { issuer, id, digest, type, parsed, controller }: Admitted,
  predecessor: IssuedRecord | undefined,
): IssuedRecord => ({
  ...{ issuer, id, digest },
  recordType: type.name,
  kid: parsed.header.kid,
  iat: parsed.payload.iat,
  jwt: parsed.jwt,
  sealed: '',
  controller,
  subject: '',
  ...(predecessor && { supersedes: predecessor.id }),
});
