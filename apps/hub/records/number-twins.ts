import { certificate, type IssuedRecord } from '#certificates';
import type { StoredEvent } from '#event-store';
import type { Clock } from '#kernel';
import type { Vault } from '#vault';
import { HUB, type EventLog } from '../log/event-log.ts';
import { numberOf } from './identity.ts';
import { streamOf, type Named } from './intake.ts';

const REASON = 'NUMBER_USED_TWICE';

/**
 * Certificates of one issuer with the same number (architecture §7): each is put under review. Evidence has a foreign
 * issuer's number, and one document may well be brought twice.
 */
export class NumberTwins {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private readonly clock: Clock;

  constructor(log: EventLog, vault: Vault, clock: Clock) {
    this.log = log;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Reviews a stored record and its twins. Of two that are pushed at once the one appended later sees the other, for
   * numbers are remembered before. A number that was remembered for a record which then was refused is nobody's twin.
   */
  async review(named: Named): Promise<void> {
    const number = numberOf(named);
    if (!number || named.type.family !== 'certificate') return;
    const stream = streamOf(named);
    const others = (await this.vault.lookup('number', number)).filter((one) => one !== stream);
    if (others.length === 0) return;
    const own = await this.lineOf(stream, named);
    const lines = await Promise.all(others.map((other) => this.lineOf(other, named)));
    const twins = lines.flatMap(([twin, ...line]) =>
      twin === undefined || own.includes(twin) || line.includes(stream) ? [] : [twin],
    );
    if (twins.length > 0) for (const one of [...twins, stream]) await this.open(one);
  }

  /** What a push did not come to, because the process ended; the record's own review is the last that is opened. */
  async complete(named: Named, events: readonly StoredEvent[]): Promise<void> {
    const isDone = events.some(
      ({ type, data }) =>
        type === 'ReviewOpened' && (data as { readonly reason: string }).reason === REASON,
    );
    if (!isDone) await this.review(named);
  }

  /** A stored record's stream and those of the records that it succeeds, whose number it may keep. */
  private async lineOf(stream: string, named: Named): Promise<string[]> {
    const line: string[] = [];
    for (let next: string | undefined = stream; next !== undefined;) {
      const [first] = await this.log.read(next);
      if (!first) break;
      line.push(next);
      const { supersedes } = first.data as IssuedRecord;
      next = supersedes && streamOf({ ...named, id: supersedes });
    }
    return line;
  }

  private async open(stream: string): Promise<void> {
    const [first] = await this.log.read(stream);
    const { issuer, id, digest } = first!.data as IssuedRecord;
    await this.log.carryOut(stream, certificate, {
      type: 'OpenReview',
      data: { record: { issuer, id, digest }, reason: REASON },
      at: this.clock.now(),
      by: HUB,
    });
  }
}
