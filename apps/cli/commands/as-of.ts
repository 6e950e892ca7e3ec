import type { Command } from 'commander';
import {
  AS_OF_KINDS,
  verifyAsOf,
  type AsOfEvidence,
  type AsOfKind,
  type ProvedAnswer,
} from '#client';
import type { Instant } from '#kernel';
import { isObject } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { jsonFile, writeNew } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { instant, quorum } from '../shell/values.ts';
import { examples, type Act } from '../shell/verb.ts';

type Options = {
  readonly validAt?: Instant;
  readonly knownAt?: Instant;
  readonly save?: string;
  readonly from?: string;
  readonly quorum?: number;
};

/** How things stood at any moment, proved: a verb of `audit`. */
export function asOf(parent: Command, act: Act): void {
  parent
    .command('as-of')
    .description('how things stood at any moment, made again here from the events that decide it')
    .argument('<kind>', AS_OF_KINDS.join(', '))
    .argument('<of>', 'KG.MOH/<id>; KG.MOH; a contract; KG.MOH/MedicalCertificate')
    .option('--valid-at <instant>', 'in effect then; default now', instant)
    .option('--known-at <instant>', 'as the hub had been told by then; default now', instant)
    .option('--save <file>', 'keep what proves it')
    .option('--from <file>', 'what was kept; then no hub is asked')
    .option('--quorum <witnesses>', 'how many must have seen the tree; default: two thirds', quorum)
    .addHelpText(
      'after',
      examples(
        'eurasec audit as-of record KG.MOH/<id> --as KZ.AUDIT --known-at 2026-11-01',
        'eurasec audit as-of entitlement KG.MOH/MedicalCertificate --as KZ.AUDIT --valid-at 2027-03-01 --save entitled.json',
        'eurasec audit as-of entitlement KG.MOH/MedicalCertificate --from entitled.json',
      ) + '\nEnds with 1 when it is not proved.\n',
    )
    .action(act(run));
}

async function run(session: Session, kind: string, of: string, options: Options): Promise<void> {
  if (!isKind(kind)) throw new UsageError(`There are answers about: ${AS_OF_KINDS.join(', ')}.`);
  const { validAt, knownAt, save, from, quorum: seenBy } = options;
  const moments = { ...(validAt && { validAt }), ...(knownAt && { knownAt }) };
  const evidence =
    from === undefined
      ? await (await session.hub()).asOf(kind, of, moments)
      : keptIn(await session.readJson(from), from);
  const asked = { kind, of, ...moments };
  const policy = seenBy === undefined ? {} : { quorum: seenBy };
  const proved = await verifyAsOf(await session.genesis(), evidence, asked, policy);
  if (save !== undefined) await writeNew(save, jsonFile(evidence));
  session.show(proved, () => told(proved));
}

/** Verified whole by who asked for it. */
function keptIn(value: unknown, file: string): AsOfEvidence {
  if (isObject(value) && typeof value['answer'] === 'string' && isObject(value['excerpt']))
    return value as unknown as AsOfEvidence;
  throw new UsageError(`${file} keeps no answer; --save keeps one.`);
}

const isKind = (text: string): text is AsOfKind => AS_OF_KINDS.includes(text as AsOfKind);

function told({ answer, validAt, knownAt, events, size, witnesses }: ProvedAnswer): string {
  const basis = facts({
    'in effect at': validAt,
    'as known at': knownAt,
    'proved from': `${events} events of a log of ${size}`,
    witnesses: witnesses.map(({ witness, at }) => `${witness} (${at})`).join(', ') || 'none',
  });
  return `${legible(jsonFile(answer))}${basis}`;
}

/** Lists of words, claim paths above all, each on one line. */
const legible = (json: string): string =>
  json.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '));
