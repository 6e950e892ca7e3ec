import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfiguration } from '#platform';
import { genesisHash, verifyGenesis, type Genesis } from '#signing';
import { readFile } from 'node:fs/promises';
import { COUNTRIES } from '../../apps/adapter/countries/index.ts';
import { endorseTrial, foundTrial } from '../../apps/standalone/trial/found-trial.ts';
import { trialEnvironment } from '../../apps/standalone/trial/trial-environment.ts';
import type { Part } from './plan.ts';

/** Of all private keys in the folder of the founding, those that a process works with. */
const KEYS_OF: Readonly<Record<Part['kind'], (part: Part) => readonly string[]>> = {
  hub: () => ['HUB/receipt.key', 'HUB/log.key'],
  relay: () => ['HUB/lane.key'],
  adapter: ({ environment: { COUNTRY = '' } }) => COUNTRIES[COUNTRY]!.authorities,
};

/**
 * Five made-up states in the folder `data` of a folder, founded there the first time: their genesis document, everybody's keys, and the
 * secrets that processes share.
 */
export class Federation {
  readonly genesis: Genesis;
  readonly #folder: string;
  readonly #origin: string;
  readonly #secrets: Readonly<Record<'KEY_PASSPHRASE' | 'RELAY_SECRET', string>>;

  private constructor(
    folder: string,
    origin: string,
    genesis: Genesis,
    secrets: Readonly<Record<'KEY_PASSPHRASE' | 'RELAY_SECRET', string>>,
  ) {
    this.#folder = folder;
    this.#origin = origin;
    this.genesis = genesis;
    this.#secrets = secrets;
  }

  static async found(folder: string, origin: string): Promise<Federation> {
    const data = join(folder, 'data');
    const places = { GENESIS: join(data, 'genesis.json'), KEYS: join(data, 'keys') };
    const environment = await trialEnvironment({ ...places, ORIGIN: origin, DATA: data });
    await foundTrial(
      readConfiguration(environment, ['GENESIS', 'KEYS', 'KEY_PASSPHRASE', 'ORIGIN']),
    );
    const genesis = verifyGenesis(await readFile(places.GENESIS, 'utf8'));
    const { KEY_PASSPHRASE, RELAY_SECRET } = environment;
    const secrets = { KEY_PASSPHRASE: KEY_PASSPHRASE!, RELAY_SECRET: RELAY_SECRET! };
    return new Federation(folder, origin, genesis, secrets);
  }

  /** Makes the folder of a process, with the keys that it needs and no others; says what it is told of the federation. */
  async equip(part: Part): Promise<Readonly<Record<string, string>>> {
    const data = join(this.#folder, 'data');
    const own = join(this.#folder, part.name);
    await mkdir(own, { recursive: true });
    for (const path of KEYS_OF[part.kind](part))
      await cp(join(data, 'keys', path), join(own, 'keys', path), { recursive: true });
    return {
      ORIGIN: this.#origin,
      HUB_URL: this.#origin,
      GENESIS: join(data, 'genesis.json'),
      GENESIS_HASH: genesisHash(this.genesis),
      VAULT_EPOCH_KEYS: join(data, 'epoch-keys'),
      KEYS: join(own, 'keys'),
      DATA: own,
      ...this.#secrets,
    };
  }

  /** Hands the endorsements and licences of the founding to the hub, once. */
  endorse(): Promise<void> {
    return endorseTrial({
      GENESIS: join(this.#folder, 'data', 'genesis.json'),
      ORIGIN: this.#origin,
    });
  }
}
