import { milliseconds, StoreError, type Clock, type DomainEvent } from '#kernel';
import type { Health, Metrics } from '#platform';
import type { HubParts } from '../hub.life.ts';
import type { PublishedLog } from './published-log.ts';
import { isTakenUnwitnessed } from './taken-unwitnessed.ts';

/** How the log stands, for people and for those who watch the hub. */
export type LogStanding = {
  /** Leaves of the newest checkpoint that is shown, and of the newest that is signed. */
  readonly published: number;
  readonly signed: number;
  /** Seconds that an event has waited for a checkpoint with its quorum; 0 while none does. */
  readonly waitingSeconds: number;
};

/** Milliseconds of wait after which health warns: a checkpoint comes within a second. */
const LATE = 10_000;

/**
 * Shows whether the log has its witnesses: in health, in the figures, and, where a limit is set, by refusing what
 * is new.
 * It is never silent about a quorum that is missing, nor about witnesses that are not independent.
 */
export class LogWatch {
  private readonly parts: Pick<HubParts, 'log' | 'accessLog' | 'witnessing' | 'clock' | 'options'>;

  constructor(parts: HubParts, health: Health, metrics: Metrics) {
    this.parts = parts;
    const { log, accessLog, witnessing, clock } = parts;
    if (!log) return;
    const logs = { exchange: log, ...(accessLog && { access: accessLog }) };
    for (const [name, one] of Object.entries(logs)) {
      const part = name === 'exchange' ? 'log' : `${name}-log`;
      health.register(part, () => one.refusal && `signs no checkpoints: ${one.refusal.message}`);
      health.warn(part, () => warningOf(standingOf(one, clock)));
    }
    health.warn('witnesses', () => this.dependence);
    const standings = Object.entries(logs).map(([name, one]) => [name, one] as const);
    const figures: readonly (readonly [string, string, (standing: LogStanding) => number])[] = [
      ['log_signed_leaves', 'Leaves of the newest signed checkpoint', ({ signed }) => signed],
      [
        'log_published_leaves',
        'Leaves of the newest checkpoint that has its quorum',
        ({ published }) => published,
      ],
      [
        'log_waiting_seconds',
        'How long an event has waited for a checkpoint with its quorum',
        ({ waitingSeconds }) => waitingSeconds,
      ],
    ];
    for (const [name, help, figure] of figures)
      metrics.watch({ name, help, label: 'log' }, () =>
        standings.map(([label, one]) => [label, figure(standingOf(one, clock))]),
      );
    const ages = () =>
      (witnessing?.standings ?? []).map(
        ({ name, at }) => [name, at === undefined ? NaN : secondsSince(at, clock)] as const,
      );
    metrics.watch(
      { name: 'log_witness_age_seconds', help: 'Since the last cosignature', label: 'witness' },
      ages,
    );
  }

  get standing(): LogStanding {
    return standingOf(this.parts.log, this.parts.clock);
  }

  /**
   * @param events what would be recorded; a new record unless given
   * @throws StoreError STORE_UNWITNESSED where events have waited for witnesses longer than the hub may let them
   */
  assertAccepting(events?: readonly DomainEvent[]): void {
    const { log, options } = this.parts;
    const limit = options.unwitnessedLimitSeconds ?? 0;
    if (limit === 0 || !log?.waitingSince || events?.every(isTakenUnwitnessed)) return;
    const seconds = this.standing.waitingSeconds;
    if (seconds > limit)
      throw new StoreError('STORE_UNWITNESSED', `events wait for witnesses since ${seconds} s`, {
        facts: { limitSeconds: limit },
      });
  }

  private get dependence(): string | undefined {
    const { witnessing } = this.parts;
    if (!witnessing || witnessing.quorum === 0) return 'the log has none';
    const independent = witnessing.standings.filter(({ isIndependent }) => isIndependent).length;
    const count = witnessing.standings.length;
    return independent === count
      ? undefined
      : `${count - independent} of ${count} work in this process: they are not independent of its operator`;
  }
}

const standingOf = (log: PublishedLog | undefined, clock: Clock): LogStanding => ({
  published: log?.published?.size ?? 0,
  signed: log?.signed?.size ?? log?.published?.size ?? 0,
  waitingSeconds: log?.waitingSince === undefined ? 0 : secondsSince(log.waitingSince, clock),
});

const secondsSince = (at: string, clock: Clock): number =>
  Math.max(0, (milliseconds(clock.now()) - milliseconds(at)) / 1_000);

const warningOf = ({ waitingSeconds }: LogStanding): string | undefined =>
  waitingSeconds * 1_000 > LATE
    ? `events have waited ${Math.floor(waitingSeconds)} s for a checkpoint with its quorum of witnesses`
    : undefined;
