import {
  verifyHistory,
  type Finding,
  type ReplayedEvent,
  type VerifiedHistory,
  type VerifyOptions,
} from '#client';
import type { EventStore, RecordedEvent } from '#event-store';
import { StoreError } from '#kernel';
import { Rebuild, type Compared, type RowView } from '#projections';
import type { Genesis } from '#signing';
import { LogComparison } from './log-comparison.ts';
import { LogFile } from './log-file.ts';

/** Whatever can be read of a store; `damage` and `altered` events where its file can be looked at as one. */
export type ReadableStore = Pick<EventStore, 'readAll' | 'end'> & {
  damage?(): readonly string[];
  altered?(): readonly string[];
};

export type Checked = {
  readonly genesis: Genesis;
  readonly store: ReadableStore;
  /** The notary's file, by which what differs from a checkpoint is named. */
  readonly logFile?: string;
  /** Read models by their names: their files, and what makes them. */
  readonly readModels?: Readonly<Record<string, { readonly view: RowView; readonly file: string }>>;
  readonly options?: VerifyOptions;
  /** Told of each event that was read. */
  readonly progress?: () => void;
};

export type LogState = 'COMPARED' | 'ABSENT' | 'NOT_PROVED';

export type StoreCheck = {
  readonly history: VerifiedHistory;
  /** Of the history, and of the log where that is at hand; in the order of the events. */
  readonly findings: readonly Finding[];
  /** What is wrong with the file, in SQLite's words, and the events that are not as they were written. */
  readonly damage: readonly string[];
  /** Whether the notary's file was laid beside the events. One that its own checkpoint does not prove names nothing. */
  readonly log: LogState;
  readonly readModels: Readonly<Record<string, Compared>>;
  readonly isSound: boolean;
};

/**
 * Checks a store as it lies there, from genesis and nothing else: the file, every signature, rule, hash and checkpoint;
 * what was logged, event by event, where the notary's file is at hand; and read models against what the events give.
 * Nothing is changed; the store may be in use.
 */
export async function checkStore(checked: Checked): Promise<StoreCheck> {
  const { genesis, store, logFile, readModels = {}, options = {} } = checked;
  const damage = [...(store.damage?.() ?? [])];
  const log = logFile === undefined ? undefined : LogFile.open(logFile, genesis);
  const isLogProved = log?.isProved ?? false;
  const comparison = log && isLogProved ? new LogComparison(log) : undefined;
  const rebuilds = Object.entries(readModels).map(
    ([name, { view, file }]) => [name, new Rebuild(view, file)] as const,
  );
  try {
    const { checkpoints = [] } = options;
    const own = isLogProved && log?.checkpoint !== undefined ? [log.checkpoint] : [];
    const events = read(checked, damage, (event) => {
      comparison?.take(event);
      for (const [, rebuild] of rebuilds) rebuild.take(event);
    });
    const known = { ...options, checkpoints: [...checkpoints, ...own] };
    const history = await verifyHistory(genesis, events, known);
    const isWhole = options.upTo === undefined && damage.length === 0;
    const differences = comparison?.end(isWhole) ?? [];
    const compared: [string, Compared][] = [];
    // What cannot be read whole gives no rows to compare with.
    for (const [name, rebuild] of damage.length === 0 ? rebuilds : [])
      compared.push([name, await rebuild.compare(store)]);
    const findings = [...history.findings, ...differences].sort(inOrder);
    damage.push(...alteredIn(store));
    return {
      history,
      findings,
      damage,
      log: comparison ? 'COMPARED' : log ? 'NOT_PROVED' : 'ABSENT',
      readModels: Object.fromEntries(compared),
      isSound:
        findings.length === 0 &&
        damage.length === 0 &&
        (comparison !== undefined || !log) &&
        compared.every(([, one]) => isRight(one)),
    };
  } finally {
    log?.close();
    for (const [, rebuild] of rebuilds) rebuild.close();
  }
}

/** What cannot be read any more ends the history, and is damage: what came before it is judged all the same. */
async function* read(
  { store, progress }: Checked,
  damage: string[],
  take: (event: RecordedEvent) => void,
): AsyncGenerator<ReplayedEvent> {
  let last = 'the start';
  try {
    for await (const event of store.readAll('start')) {
      last = event.position;
      take(event);
      progress?.();
      yield event;
    }
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'STORE_CORRUPT') throw error;
    damage.push(`nothing can be read after ${last}: ${error.message}`);
  }
}

/** By their checksums. What cannot be read at all was told before. */
function alteredIn(store: ReadableStore): readonly string[] {
  try {
    return (store.altered?.() ?? []).map((id) => `event ${id} is not as it was written`);
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}

/** A read model that is absent or of another version is made anew at the next start, and answers nothing till then. */
const isRight = (one: Compared): boolean =>
  one.state === 'COMPARED' ? one.wrong === 0 : one.state !== 'AHEAD';

const inOrder = (one: Finding, other: Finding): number =>
  one.position < other.position ? -1 : one.position > other.position ? 1 : 0;
