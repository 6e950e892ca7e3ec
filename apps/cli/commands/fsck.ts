import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Option } from 'commander';
import {
  checkStore,
  readModelsIn,
  type LogState,
  type ReadableStore,
  type StoreCheck,
} from '#audit';
import type { EventStoreUrl } from '#platform';
import type { Compared } from '#projections';
import { countingOf } from '../shell/counting.ts';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import { readText } from '../shell/files.ts';
import { findingsText, historyDocument, outsideFacts } from '../shell/findings.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = {
  readonly store: string;
  readonly log?: string;
  readonly readModels?: string;
  readonly checkpoint?: readonly string[];
  readonly signatures: boolean;
};

export const fsck: Verb = (parent, act) => {
  parent
    .command('fsck')
    .description(
      "for operators: check the store where it lies, stopped or beside a running hub: its file, every signature, rule and hash, the log's tree, and read models against a rebuild; nothing is changed",
    )
    .addOption(
      new Option('--store <url>', 'sqlite:<file> or esdb://…')
        .env('EVENT_STORE_URL')
        .default('sqlite:data/events.db'),
    )
    .option('--log <file>', "the notary's file; default log.db beside an embedded store")
    .option('--read-models <folder>', "the hub's own; default views beside an embedded store")
    .option(
      '--checkpoint <file...>',
      'signed checkpoints that were kept elsewhere: against them it shows what was cut off',
    )
    .option('--no-signatures', 'take those of records as they are: several times faster')
    .addHelpText(
      'after',
      examples(
        'eurasec fsck',
        'eurasec fsck --store sqlite:/var/lib/hub/events.db --checkpoint from-witness.txt',
        'eurasec fsck --store esdb://db-1:2113 --json',
      ) + '\nEnds with 1 when anything is wrong.\n',
    )
    .action(act(run));
};

async function run(session: Session, options: Options): Promise<ExitCode> {
  const genesis = await session.genesis();
  const url = await storeUrl(options.store);
  const checkpoints = await Promise.all(
    (options.checkpoint ?? []).map((file) => readText(file, session.io)),
  );
  // What is named must be there; what is looked for beside the store may be absent.
  for (const named of [options.log, options.readModels])
    if (named !== undefined) await access(named);
  const store = await openStore(url);
  const folder = url.kind === 'sqlite' ? dirname(url.file) : undefined;
  const logFile = options.log ?? (folder && join(folder, 'log.db'));
  const readModels = options.readModels ?? (folder && join(folder, 'views'));
  // Positions of an embedded store count its events.
  const total = url.kind === 'sqlite' ? Number(await store.end()) || undefined : undefined;
  const counting = countingOf(session.io, 'events', total);
  let read = 0;
  try {
    const check = await checkStore({
      genesis,
      store,
      ...(logFile !== undefined && { logFile }),
      ...(readModels !== undefined && { readModels: readModelsIn(readModels) }),
      options: { checkpoints, signatures: options.signatures },
      progress: () => counting.to(++read),
    });
    counting.end();
    session.show(documentOf(check), () => told(check));
    return check.isSound ? DONE : REFUSED;
  } finally {
    counting.end();
    await store.close();
  }
}

async function storeUrl(given: string): Promise<EventStoreUrl> {
  // No other command waits for what reads a process' configuration.
  const { ConfigurationError, readConfiguration } = await import('#platform');
  try {
    const environment = { EVENT_STORE_URL: given };
    return readConfiguration(environment, ['EVENT_STORE_URL']).EVENT_STORE_URL;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}

async function openStore(
  url: EventStoreUrl,
): Promise<ReadableStore & { close(): Promise<void> | void }> {
  if (url.kind === 'sqlite') {
    const { SqliteEventReader } = await import('#event-store/sqlite');
    return SqliteEventReader.open(url.file);
  }
  const { EventStoreDbEventStore } = await import('#event-store/eventstoredb');
  return new EventStoreDbEventStore(url);
}

const documentOf = ({ history, findings, damage, log, readModels, isSound }: StoreCheck) => {
  const { log: tree, ...rest } = historyDocument(history);
  return { isSound, ...rest, log: { ...tree, state: log }, findings, damage, readModels };
};

const LOGS: Readonly<Record<LogState, string>> = {
  COMPARED: 'laid beside the events',
  ABSENT: 'no file: what differs from a checkpoint is named by its range only',
  NOT_PROVED: 'its own checkpoint does not prove it; deleted, it grows anew from the store',
};

function told({ history, findings, damage, log, readModels, isSound }: StoreCheck): string {
  const { events, streams, signatures, log: tree, outside } = history;
  const models: Record<string, string> = {};
  for (const [name, one] of Object.entries(readModels)) models[`read model ${name}`] = ofModel(one);
  const summary = facts({
    file: damage.length === 0 ? 'sound' : `damaged: ${damage.join('; ')}`,
    events: `${events} in ${streams} streams`,
    'signatures verified': signatures,
    'leaves of the log': `${tree.size}, of which checkpoints in the store prove ${tree.proved}`,
    root: tree.root,
    "the notary's file": LOGS[log],
    ...outsideFacts(outside),
    ...models,
    'not proved': findings.length,
  });
  const rows = Object.entries(readModels).flatMap(([name, one]) =>
    one.state === 'COMPARED'
      ? one.named.map(
          ({ table, key, fault }) =>
            `\n${name}.${table} ${Object.values(key).join(' ')}: ${fault} (STORE_CORRUPT)`,
        )
      : [],
  );
  const end = isSound ? 'Nothing is wrong.\n' : 'The store is not what it must be.\n';
  return `${summary}${findingsText(findings)}${rows.join('')}\n${end}`;
}

function ofModel(one: Compared): string {
  if (one.state === 'ABSENT') return 'absent; the next start makes it';
  if (one.state === 'OTHER_VERSION') return 'of another version; the next start makes it anew';
  if (one.state === 'AHEAD')
    return `at ${one.position}, beyond the store's end: an older store was put back`;
  if (one.wrong === 0) return `${one.rows} rows up to ${one.position}, as a rebuild gives them`;
  return `${one.wrong} of ${one.rows} rows are wrong; deleted, the next start makes it anew`;
}
