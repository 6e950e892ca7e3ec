import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Option } from 'commander';
import { readText } from '../shell/files.ts';
import { UsageError } from '../shell/failure.ts';
import { defaultAlgorithm, generateKey, publicFacts } from '#signing';
import type { PublicFacts } from '../shell/public-key.ts';
import type { Session } from '../shell/session.ts';
import { table } from '../shell/table.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

const USES = ['root', 'record', 'statement', 'request', 'encryption', 'hub'] as const;
type Use = (typeof USES)[number];

export const keys: Verb = (parent, act) => {
  const one = group(parent, 'keys', 'make private keys, and show what is public about them');
  one
    .command('generate')
    .description('make new keys of the acting participant; never overwrites one')
    .addOption(
      new Option('--use <use...>', 'a key has one use').choices(USES).makeOptionMandatory(),
    )
    .addOption(new Option('--alg <algorithm>', 'of keys that sign').choices(['ES256', 'EdDSA']))
    .option(
      '--name <name>',
      'of the file, where it is not the use (the hub has receipt, lane and log)',
    )
    .addHelpText(
      'after',
      examples(
        'eurasec keys generate --as KG --use root',
        'eurasec keys generate --as KG.MOH --use record statement request encryption',
        'eurasec keys generate --as HUB --use hub --name receipt',
      ),
    )
    .action(act(generate));
  one
    .command('show')
    .description('the public facts of the keys in the folder; needs no passphrase')
    .argument('[holder]', 'only of this participant')
    .option('--use <use>', 'only of this use, or of the file with this name')
    .addHelpText(
      'after',
      examples(
        'eurasec keys show',
        'eurasec keys show KG.MOH --use record --json > KG.MOH-record.json   # to have it endorsed',
      ),
    )
    .action(act(show));
};

type Generation = {
  readonly use: readonly Use[];
  readonly alg?: 'ES256' | 'EdDSA';
  readonly name?: string;
};

async function generate(session: Session, { use: uses, alg, name }: Generation): Promise<void> {
  if (name !== undefined && (uses.length > 1 || !/^[a-z][a-z0-9-]{0,30}$/.test(name)))
    throw new UsageError('--name names one key, in small letters, digits and hyphens.');
  const folder = await session.keyFolder();
  const made = uses.map((use) =>
    generateKey(session.holder, use, use === 'encryption' ? defaultAlgorithm(use) : alg),
  );
  for (const key of made) await folder.save(key, name);
  print(
    session,
    made.map(({ key: _, ...facts }) => facts),
  );
}

async function show(
  session: Session,
  holder: string | undefined,
  { use }: { readonly use?: string },
): Promise<void> {
  const found = await publicFactsIn(session, holder, use);
  if (found.length === 0)
    throw new UsageError(`${join(session.options.keys, holder ?? '')} holds no such key.`);
  print(session, found);
}

/** Every key file under the folder; a file is named by the key's use, or by the name it was given. */
async function publicFactsIn(
  { options, io }: Session,
  holder?: string,
  name?: string,
): Promise<readonly PublicFacts[]> {
  const holders = holder === undefined ? (await readdir(options.keys)).sort() : [holder];
  const found: PublicFacts[] = [];
  for (const one of holders) {
    const folder = join(options.keys, one);
    for (const file of (await readdir(folder)).sort())
      if (file.endsWith('.key') && (name ?? file.slice(0, -4)) === file.slice(0, -4))
        found.push(publicFacts(await readText(join(folder, file), io), join(folder, file)));
  }
  return found;
}

function print({ options, io }: Session, keys: readonly PublicFacts[]): void {
  if (options.json) for (const facts of keys) io.out(`${JSON.stringify(facts)}\n`);
  else
    io.out(
      table([
        ['holder', 'use', 'algorithm', 'kid'],
        ...keys.map(({ holder, use, alg, kid }) => [holder, use, alg, kid]),
      ]),
    );
}
