import { readFile } from 'node:fs/promises';
import { KeyFolder } from '#client';
import type { Configuration } from '#platform';
import { verifyGenesis, type Genesis, type GenesisFile } from '#signing';

/** The founding document that GENESIS names, as it lies there and verified. */
export type FoundGenesis = { readonly genesisFile: GenesisFile; readonly genesis: Genesis };

/** @param hash the one that this process may trust, where it was told one out of band */
export async function readGenesis(
  { GENESIS }: Configuration<'GENESIS'>,
  hash?: string,
): Promise<FoundGenesis> {
  const genesisFile = JSON.parse(await readFile(GENESIS, 'utf8')) as GenesisFile;
  return { genesisFile, genesis: verifyGenesis(genesisFile, hash) };
}

/** The private keys of this process. One folder object for all of it: the passphrase is stretched once. */
export const keyFolder = ({
  KEYS,
  KEY_PASSPHRASE,
}: Configuration<'KEYS' | 'KEY_PASSPHRASE'>): KeyFolder => new KeyFolder(KEYS, KEY_PASSPHRASE);
