import {
  compareCheckpoints,
  logPolicy,
  logWitnesses,
  type LogWitnesses,
  type SplitView,
} from '#client';
import { isObject, parseJson } from '#signing';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { readText } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts, table } from '../shell/table.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

export const witness: Verb = (parent, act) => {
  const verbs = group(parent, 'witness', 'what witnesses of the log saw');
  verbs
    .command('list')
    .description(
      'who witnesses the log, what each said last, and who is not independent of the hub',
    )
    .addHelpText('after', examples('eurasec witness list'))
    .action(act(list));
  verbs
    .command('compare')
    .description(
      'look for two histories: checkpoints of one size with different roots, both signed by the log',
    )
    .argument('<file...>', "checkpoints, or what a witness' /checkpoints gave")
    .addHelpText(
      'after',
      examples('eurasec witness compare kg.ndjson ru.ndjson checkpoint') +
        '\nEnds with 1 when it finds any; what it prints is evidence that anybody can check.\n',
    )
    .action(act(compare));
};

async function list(session: Session): Promise<void> {
  const standing = await logWitnesses(session.publicHub().transport);
  session.show(standing, () => inWords(standing));
}

function inWords({ published, signed, waitingSeconds, quorum, witnesses }: LogWitnesses): string {
  const rows = witnesses.map(({ name, isIndependent, standing, size, at }) => [
    ...[name, isIndependent ? 'yes' : "no: in the hub's own process", standing],
    ...[size === undefined ? '' : String(size), at ?? ''],
  ]);
  return (
    facts({
      signed: `${signed} events`,
      published: `${published} events, seen by ${quorum} witnesses or more`,
      waiting: `${Math.round(waitingSeconds)} s`,
    }) + (rows.length > 0 ? `\n${table([HEAD, ...rows])}` : '\nNobody witnesses this log.\n')
  );
}

const HEAD = ['witness', 'independent', 'said last', 'events', 'at'];

async function compare(session: Session, files: readonly string[]): Promise<ExitCode> {
  const { log } = logPolicy(await session.genesis(), []);
  const notes = await Promise.all(
    files.map(async (file) => notesIn(await readText(file, session.io))),
  );
  const all = notes.flat();
  const split = compareCheckpoints(all, log);
  session.show({ compared: all.length, split }, () => told(all.length, split));
  return split.length === 0 ? DONE : REFUSED;
}

/** A note as the log publishes it, or NDJSON with a note a line. */
function notesIn(text: string): readonly string[] {
  if (!text.startsWith('{')) return [text];
  return text
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const value = parseJson(line);
      return isObject(value) && typeof value['note'] === 'string' ? [value['note']] : [];
    });
}

function told(count: number, split: readonly SplitView[]): string {
  if (split.length === 0) return `No two of ${count} checkpoints contradict each other.\n`;
  const pairs = split.map(
    ({ size, roots, notes }) =>
      `Two trees of ${size} leaves, both signed by the log:\n  ${roots.join('\n  ')}\n\n${notes.join('\n')}`,
  );
  return `${pairs.join('\n')}\nWhoever holds the log's key has told two histories.\n`;
}
