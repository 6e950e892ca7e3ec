import { createReadStream } from 'node:fs';
import {
  inputLines,
  verifyHistory,
  type Finding,
  type ReplayedEvent,
  type ReplayFilter,
  type VerifiedHistory,
} from '#client';
import type { Instant } from '#kernel';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import type { Session } from '../shell/session.ts';
import { facts, table } from '../shell/table.ts';
import { instant } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';
import { asOf } from './as-of.ts';

/** An event holds a record of 64 KiB and what travels beside it, as text within JSON text. */
const LONGEST_EVENT = 4 * 1024 * 1024;

export const audit: Verb = (parent, act) => {
  const one = group(parent, 'audit', 'for auditors: what was exchanged, and the proof of it');
  one
    .command('replay')
    .description('verify every event again from genesis: signatures, rules, hashes, order')
    .option('--events <file>', 'what audit events saved; then no hub is asked')
    .option('--known-at <instant>', 'only what the hub had been told by then', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec audit replay --as KZ.AUDIT',
        'eurasec audit replay --events events.ndjson',
      ) + '\nEnds with 1 when anything is not proved.\n',
    )
    .action(act(replay));
  one
    .command('events')
    .description('every event exactly as it is stored, one a line')
    .option('--after <position>', 'go on after this one')
    .option('--type <type>', 'only of this type, CertificateIssued')
    .option('--stream-prefix <prefix>', 'only of these streams, certificate-KG.MOH-')
    .option('--known-at <instant>', 'only what the hub had been told by then', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec audit events --as KZ.AUDIT > events.ndjson',
        'eurasec audit events --as KZ.AUDIT --type CertificateRevoked --known-at 2027-03-01',
      ),
    )
    .action(act(events));
  asOf(one, act);
};

async function events(session: Session, filter: ReplayFilter): Promise<void> {
  const { after, type, streamPrefix, knownAt } = filter;
  const asked = {
    ...(after !== undefined && { after }),
    ...(type !== undefined && { type }),
    ...(streamPrefix !== undefined && { streamPrefix }),
    ...(knownAt !== undefined && { knownAt }),
  };
  await session.io.flow(asLines((await session.hub()).replay(asked)));
}

async function* asLines(values: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}

type Replay = { readonly events?: string; readonly knownAt?: Instant };

async function replay(session: Session, { events: file, knownAt }: Replay): Promise<ExitCode> {
  if (file !== undefined && knownAt !== undefined)
    throw new UsageError('--known-at is for the hub; a saved file is verified as it is.');
  const genesis = await session.genesis();
  const all =
    file === undefined
      ? (await session.hub()).replay(knownAt === undefined ? {} : { knownAt })
      : saved(file);
  const history = await verifyHistory(genesis, all);
  const { findings, events, eventsByType, streams, signatures, open } = history;
  session.show({ findings, events, eventsByType, streams, signatures, open }, () => told(history));
  return findings.length === 0 ? DONE : REFUSED;
}

async function* saved(file: string): AsyncGenerator<ReplayedEvent> {
  for await (const { line, text } of inputLines(createReadStream(file), LONGEST_EVENT))
    try {
      yield JSON.parse(text ?? '') as ReplayedEvent;
    } catch {
      throw new UsageError(`${file} line ${line} is no event.`);
    }
}

function told({ findings, events, eventsByType, streams, signatures, open }: VerifiedHistory) {
  const counts = Object.entries(eventsByType).map(([type, count]) => [type, String(count)]);
  const summary = facts({
    events,
    streams,
    'signatures verified': signatures,
    'successors to come': open.successors || undefined,
    'reviews to come': open.reviews || undefined,
    'erasures to tell of': open.erasures || undefined,
    'contracts to share under': open.backfills || undefined,
    'not proved': findings.length,
  });
  return `${table([['event', 'count'], ...counts])}\n${summary}${findings.map(sentence).join('')}`;
}

const sentence = ({ position, stream, type, code, reason }: Finding): string =>
  `\n${type} at ${position} in ${stream}: ${reason} (${code})`;
