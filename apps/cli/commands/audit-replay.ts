import type { Command } from 'commander';
import {
  HubRefusal,
  verifyHistory,
  verifyReplayReport,
  type ReplayedEvent,
  type ReplayLine,
  type VerifyOptions,
} from '#client';
import type { Instant } from '#kernel';
import { genesisKey, type Genesis } from '#signing';
import { countingOf, type Counting } from '../shell/counting.ts';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import { readText, writeNew } from '../shell/files.ts';
import { historyDocument, historyText } from '../shell/findings.ts';
import { savedEvents } from '../shell/saved-events.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { instant } from '../shell/values.ts';
import { examples, type Act } from '../shell/verb.ts';

/** An event holds a record of 64 KiB and what travels beside it, as text within JSON text. */
const LONGEST_EVENT = 4 * 1024 * 1024;

type Options = {
  readonly events?: string;
  readonly knownAt?: Instant;
  readonly after?: string;
  readonly upTo?: string;
  readonly checkpoint?: readonly string[];
  readonly signatures: boolean;
  readonly byHub?: boolean;
  readonly out?: string;
};

export const replay = (group: Command, act: Act): void =>
  void group
    .command('replay')
    .description('verify every event again from genesis: signatures, rules, hashes, order, the log')
    .option('--events <file>', 'what audit events saved; then no hub is asked')
    .option('--known-at <instant>', 'only what the hub had been told by then', instant)
    .option('--after <position>', 'tell only what stands after it, on the ground of all before it')
    .option('--up-to <position>', 'read no further')
    .option(
      '--checkpoint <file...>',
      'signed checkpoints that others kept: only against them it shows what was cut off since',
    )
    .option('--no-signatures', 'take those of records as they are: several times faster')
    .option('--by-hub', 'have the hub do it, and check the report that it signs')
    .option('--out <file>', "where the hub's signed report is kept")
    .addHelpText(
      'after',
      examples(
        'eurasec audit replay --as KZ.AUDIT',
        'eurasec audit replay --as KZ.AUDIT --checkpoint from-witness.txt kept-last-month.txt',
        'eurasec audit replay --events events.ndjson',
        'eurasec audit replay --as KZ.AUDIT --by-hub --out report.jws',
      ) + '\nEnds with 1 when anything is not proved.\n',
    )
    .action(act(run));

async function run(session: Session, options: Options): Promise<ExitCode> {
  const { events: file, knownAt } = options;
  if (file !== undefined && knownAt !== undefined)
    throw new UsageError('--known-at is for the hub; a saved file is verified as it is.');
  if (options.out !== undefined && !options.byHub)
    throw new UsageError('--out is for the report that --by-hub asks for.');
  const genesis = await session.genesis();
  if (options.byHub) return replayByHub(session, genesis, options);
  const verify = await verifyOptions(session, options);
  const all =
    file === undefined
      ? (await session.hub()).replay(knownAt === undefined ? {} : { knownAt })
      : savedEvents(file, LONGEST_EVENT);
  const history = await verifyHistory(genesis, counted(session, all), verify);
  session.show(historyDocument(history), () => historyText(history));
  return history.findings.length === 0 ? DONE : REFUSED;
}

/** The hub's word about itself, signed: what it says here it can be held to. */
async function replayByHub(
  session: Session,
  genesis: Genesis,
  options: Options,
): Promise<ExitCode> {
  if (options.events !== undefined || options.knownAt !== undefined)
    throw new UsageError('--by-hub takes neither --events nor --known-at.');
  const { isWhole: _, ...request } = await verifyOptions(session, options);
  const signed = await reportOf(session, (await session.hub()).requestReplay(request));
  const report = verifyReplayReport(signed, genesisKey(genesis.hub.receipt));
  if (options.out !== undefined) await writeNew(options.out, `${signed}\n`);
  const { isSound, damage, findingCount, readModels } = report;
  session.show({ ...report, report: signed }, () => {
    const models = Object.entries(readModels).map(([name, { state, rows, wrong }]) => [
      `read model ${name}`,
      wrong === undefined ? state : `${wrong} of ${rows} rows are wrong`,
    ]);
    const more = facts({
      'replayed by': report.hub,
      from: report.begunAt,
      to: report.endedAt,
      ...(Object.fromEntries(models) as Record<string, string>),
      damage: damage.join('; ') || undefined,
    });
    return `${historyText(report, findingCount)}\n${more}`;
  });
  return isSound ? DONE : REFUSED;
}

async function reportOf(session: Session, lines: AsyncIterable<ReplayLine>): Promise<string> {
  let counting: Counting | undefined;
  try {
    for await (const line of lines) {
      if ('report' in line) return line.report;
      if ('problem' in line) throw new HubRefusal(line.problem);
      counting ??= countingOf(session.io, 'events', line.of);
      counting.to(line.events);
    }
  } finally {
    counting?.end();
  }
  throw new UsageError('The hub ended without a report; repeat the same command.');
}

async function verifyOptions(session: Session, options: Options): Promise<VerifyOptions> {
  const { after, upTo, knownAt, checkpoint = [], signatures } = options;
  const notes = checkpoint.map((file) => readText(file, session.io));
  return {
    signatures,
    checkpoints: await Promise.all(notes),
    ...(after !== undefined && { after }),
    ...(upTo !== undefined && { upTo }),
    isWhole: knownAt === undefined,
  };
}

async function* counted(
  session: Session,
  events: AsyncIterable<ReplayedEvent>,
): AsyncGenerator<ReplayedEvent> {
  const counting = countingOf(session.io, 'events');
  let count = 0;
  try {
    for await (const event of events) {
      counting.to(++count);
      yield event;
    }
  } finally {
    counting.end();
  }
}
