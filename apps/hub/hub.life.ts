import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventStore } from '#event-store';
import type { Ids } from '#kernel';
import { foundingCommands, participant } from '#participants';
import type { Health, Logger } from '#platform';
import { ReadModel } from '#projections';
import { answersView, recordsView } from '#read-models';
import type { SqliteThread } from '#sqlite';
import type { Vault } from '#vault';
import type { DeliveryDesk } from './deliveries/delivery-desk.ts';
import type { Eraser } from './erasures/eraser.ts';
import type { HubOptions } from './hub.options.ts';
import { AccessLog } from './log/access-log.ts';
import { EventLog } from './log/event-log.ts';
import { RandomIds } from './log/random-ids.ts';
import { RecordingClock } from './log/recording-clock.ts';
import type { Backfill } from './processes/backfill.ts';
import type { CompromiseReview } from './processes/compromise-review.ts';
import { ProcessRunner } from './processes/process.ts';
import type { PublishedLog, Witnessing } from './proofs/published-log.ts';
import { HubViews } from './views/hub-views.ts';

/** The ports a hub works with; whoever opened them closes them after the hub. */
export type HubPorts = {
  readonly store: EventStore;
  readonly accessStore: EventStore;
  readonly vault: Vault;
  /** Hosts the hub's own local read models. */
  readonly thread: SqliteThread;
};

/** What every provider of the hub is made from. */
export abstract class HubParts {
  abstract readonly store: EventStore;
  abstract readonly vault: Vault;
  abstract readonly views: HubViews;
  abstract readonly access: AccessLog;
  abstract readonly clock: RecordingClock;
  abstract readonly ids: Ids;
  abstract readonly options: HubOptions;
  /** Absent where no notary works: then there are no proofs. */
  readonly log?: PublishedLog;
  /** The tree of the access log, for auditors. */
  readonly accessLog?: PublishedLog;
  readonly witnessing?: Witnessing;
}

/** Opens a hub's own parts over its ports: founds the store if it is new, and waits until the views stand at its end. */
export async function openHub(
  { store, accessStore, vault, thread }: HubPorts,
  options: HubOptions,
): Promise<HubParts> {
  const clock = new RecordingClock();
  const ids = new RandomIds();
  await found(new EventLog(store, ids), options, clock);
  await mkdir(options.readModelFolder, { recursive: true });
  const file = (name: string) => join(options.readModelFolder, name);
  const model = await ReadModel.open(thread, file('records.db'), recordsView, store);
  const answers = await ReadModel.open(thread, file('answers.db'), answersView, accessStore);
  const views = new HubViews(store, model, clock, options);
  const access = new AccessLog(accessStore, answers, ids, clock);
  try {
    await views.caughtUp();
  } catch (error) {
    await access.close();
    await views.close();
    throw error;
  }
  clock.seen(model.recordedAt ?? '');
  return { store, vault, views, access, clock, ids, options };
}

/** Writes the founding states of genesis, once, though several hubs start at once; a store that was founded otherwise is refused. */
async function found(
  log: EventLog,
  { genesisFile }: HubOptions,
  clock: RecordingClock,
): Promise<void> {
  for (const { stream, command } of foundingCommands(genesisFile, clock.now()))
    await log.carryOut(stream, participant, command);
}

/** Milliseconds between two rounds of the hub's own work. */
const ROUND = 500;

/** Starts the hub's own work once it serves, and ends it before its ports close. */
export class HubLife implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly parts: HubParts;
  private readonly health: Health;
  private readonly deliveries: DeliveryDesk;
  private readonly eraser: Eraser;
  private readonly runner: ProcessRunner;

  constructor(
    parts: HubParts,
    health: Health,
    logger: Logger,
    deliveries: DeliveryDesk,
    eraser: Eraser,
    backfill: Backfill,
    review: CompromiseReview,
  ) {
    this.parts = parts;
    this.health = health;
    this.deliveries = deliveries;
    this.eraser = eraser;
    this.runner = new ProcessRunner([backfill, review, eraser], logger, ROUND);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.eraser.catchUp();
    const { views } = this.parts;
    this.health.register('views', () => (views.isFresh ? undefined : 'behind the store'));
    this.runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.health.stopping();
    await this.runner.close();
    await this.deliveries.close();
    await this.parts.access.close();
    await this.parts.views.close();
  }
}
