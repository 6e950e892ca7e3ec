import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubClient, KeyFolder } from '#client';
import { readConfiguration } from '#platform';
import { genesisHash, verifyGenesis, type Genesis } from '#signing';
import { bearable, formatVkey, leastQuorum, noteKey } from '#transparency';
import { COUNTRIES } from '../../apps/adapter/countries/index.ts';
import { endorseTrial, foundTrial } from '../../apps/standalone/trial/found-trial.ts';
import { trialEnvironment } from '../../apps/standalone/trial/trial-environment.ts';
import type { Part } from './plan.ts';

/** Of all private keys in the folder of the founding, those that a process works with. */
const NEEDS: Readonly<Record<Part['kind'], (part: Part) => RegExp>> = {
  hub: () => /^(HUB\/(receipt|log)|[^/]+\/status)\.key$/,
  relay: () => /^HUB\/lane\.key$/,
  adapter: ({ environment: { COUNTRY = '' } }) =>
    new RegExp(
      `^(${COUNTRIES[COUNTRY]!.authorities.join('|')})/(encryption|statement|request|witness)\\.key$`,
    ),
};

/** Where a witness is asked. */
export type WitnessPlace = { readonly state: string; readonly url: string };

/**
 * Five made-up states in the folder `data` of a folder, founded there the first time: their genesis document, everybody's keys, and the
 * secrets that processes share.
 */
export class Federation {
  readonly genesis: Genesis;
  readonly #folder: string;
  readonly #origin: string;
  readonly #secrets: Readonly<Record<'KEY_PASSPHRASE' | 'RELAY_SECRET', string>>;
  #dishonest = 0;

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
    const needed = NEEDS[part.kind](part);
    for (const path of await readdir(join(data, 'keys'), { recursive: true }))
      if (needed.test(path)) await cp(join(data, 'keys', path), join(own, 'keys', path));
    return {
      ORIGIN: this.#origin,
      HUB_URL: this.#origin,
      GENESIS: join(data, 'genesis.json'),
      GENESIS_HASH: genesisHash(this.genesis),
      LOG_POLICY: join(data, 'log-policy'),
      DISHONEST_WITNESSES: String(this.#dishonest),
      VAULT_EPOCH_KEYS: join(data, 'epoch-keys'),
      KEYS: join(own, 'keys'),
      DATA: own,
      ...this.#secrets,
    };
  }

  /** Writes down by whom the log is witnessed: a quorum of the states' adapters, of which as many may be dishonest as it bears. */
  async appoint(places: readonly WitnessPlace[]): Promise<void> {
    const data = join(this.#folder, 'data');
    const keys = new KeyFolder(join(data, 'keys'), this.#secrets.KEY_PASSPHRASE);
    const dishonest = bearable(places.length);
    const lines = places.map(async ({ state, url }) => {
      const { holder, jwk } = await keys.load(`${state}.MOH`, 'witness');
      const vkey = formatVkey(noteKey('witness', holder, jwk), 'witness', jwk);
      return `witness ${state} ${vkey} ${url}\n`;
    });
    const quorum = leastQuorum(places.length, dishonest);
    const states = places.map(({ state }) => state).join(' ');
    const group = `group states ${quorum} ${states}\nquorum states\n`;
    await writeFile(join(data, 'log-policy'), `${(await Promise.all(lines)).join('')}${group}`);
    this.#dishonest = dishonest;
  }

  /** Hands the endorsements and licences of the founding to one of the hubs, once; resolves when all of them know. */
  async endorse(hubs: readonly string[]): Promise<void> {
    const position = await endorseTrial({
      GENESIS: join(this.#folder, 'data', 'genesis.json'),
      ORIGIN: hubs[0]!,
    });
    if (position === undefined) return;
    for (const hub of hubs)
      await new HubClient(hub).after(position).transport.get('/v1/participants/KG.MOH');
  }
}
