import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { foundFederation, HubClient, KeyFolder, trialPlan } from '#client';
import { ConfigurationError, type Configuration } from '#platform';

/** Seconds that a hub may be behind its store while a busy machine starts. */
const PATIENCE = 60;

type Trial = Configuration<'GENESIS' | 'KEYS' | 'KEY_PASSPHRASE' | 'ORIGIN'>;

/**
 * Where no genesis document is, founds a federation to try the hub out with: five states, every private key in KEYS.
 * The genesis document is put in its place last; a founding that was interrupted is completed, or begun anew.
 * @throws ConfigurationError if keys are there that no genesis document goes with
 */
export async function foundTrial({ GENESIS, KEYS, KEY_PASSPHRASE, ORIGIN }: Trial): Promise<void> {
  if (existsSync(GENESIS)) return;
  const draft = { genesis: `${GENESIS}.new`, keys: `${KEYS}.new` };
  // Keys are put in their place once everything else is written: only the last step is missing then.
  if (existsSync(KEYS) && existsSync(draft.genesis) && !existsSync(draft.keys))
    return rename(draft.genesis, GENESIS);
  if (existsSync(KEYS))
    throw new ConfigurationError(
      `GENESIS holds "${GENESIS}", which is not there, though there are keys in "${KEYS}". Give the genesis document that they belong to, or another folder in KEYS to found a federation for trying out.`,
    );
  const { genesis, keys, statements } = foundFederation(
    trialPlan(new URL(ORIGIN).host),
    new Date().toISOString(),
  );
  await mkdir(dirname(GENESIS), { recursive: true });
  await rm(draft.genesis, { force: true });
  await rm(draft.keys, { recursive: true, force: true });
  const folder = new KeyFolder(draft.keys, KEY_PASSPHRASE);
  await Promise.all(
    [...keys].map(([name, key]) => folder.save(key, name.slice(name.indexOf(' ') + 1))),
  );
  const lines = statements.map((statement) => `${JSON.stringify({ statement })}\n`);
  await writeFile(statementsFile(GENESIS), lines.join(''), { flush: true });
  await writeFile(draft.genesis, `${JSON.stringify(genesis, undefined, 2)}\n`, { flush: true });
  await rename(draft.keys, KEYS);
  await rename(draft.genesis, GENESIS);
}

/**
 * Hands the trial's endorsements and licences to one hub, once: each may stand on the one before.
 * @returns the position of the last; undefined if none was left
 */
export async function endorseTrial({
  GENESIS,
  ORIGIN,
}: Pick<Trial, 'GENESIS' | 'ORIGIN'>): Promise<string | undefined> {
  const file = statementsFile(GENESIS);
  if (!existsSync(file)) return undefined;
  const hub = new HubClient(ORIGIN, undefined, { patienceSeconds: PATIENCE });
  let position: string | undefined;
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const { statement } = JSON.parse(line) as { readonly statement: string };
    ({ position } = await hub.submitStatement(statement));
  }
  await rm(file);
  return position;
}

const statementsFile = (genesis: string): string => join(dirname(genesis), 'statements.ndjson');
