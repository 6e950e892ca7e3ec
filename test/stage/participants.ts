import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubClient, KeyFolder, type ClientOptions } from '#client';
import { signContract, type ContractDocument } from '#contracts';
import { genesisKey, type Genesis, type SigningKey } from '#signing';
import { until, type TestNationalSystem } from '#testing';

/** Whose keys lie in the folder `data` of a folder, and what they do at a hub. */
export class Participants {
  readonly folder: string;
  readonly origin: string;
  readonly genesis: Genesis;
  readonly #keys = new Map<string, SigningKey>();

  constructor({ folder, origin, genesis }: Pick<Participants, 'folder' | 'origin' | 'genesis'>) {
    this.folder = folder;
    this.origin = origin;
    this.genesis = genesis;
  }

  /** The hub's key for receipts and answers. */
  get receiptKey() {
    return genesisKey(this.genesis.hub.receipt);
  }

  /** The file of a private key: `key('KG.MOH', 'record')`, `key('KG', 'root')`, `key('HUB', 'lane')`. */
  async key(holder: string, use: string): Promise<SigningKey> {
    const name = `${holder} ${use}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const passphrase = await readFile(join(this.folder, 'data', 'passphrase'), 'utf8');
    const key = await new KeyFolder(join(this.folder, 'data', 'keys'), passphrase).load(
      holder,
      use,
    );
    this.#keys.set(name, key);
    return key;
  }

  /** A key that somebody made on stage is used like those of the founding. */
  keep(key: SigningKey): void {
    this.#keys.set(`${key.holder} ${key.use}`, key);
  }

  /** The hub as a participant uses it. */
  async client(holder: string, options: ClientOptions = {}): Promise<HubClient> {
    // Views on stage may be a second old at most: on a busy machine a hub is behind now and then.
    const patience = { patienceSeconds: 120, ...options };
    return new HubClient(this.origin, await this.key(holder, 'request'), patience);
  }

  /**
   * The health ministries of all parties sign; in force when this resolves.
   * @returns the position of the last signature
   */
  async conclude(document: ContractDocument): Promise<string> {
    const { id, parties } = document;
    const first = await this.client(`${parties[0]}.MOH`);
    const { hash } = await first.proposeContract(document);
    let last = '';
    for (const state of parties) {
      const signature = signContract(document, await this.key(`${state}.MOH`, 'statement'));
      const client = await this.client(`${state}.MOH`);
      last = (await client.signContract(id, hash, signature)).position;
    }
    await until(async () => (await first.contract(id)).standing === 'IN_FORCE');
    return last;
  }
}

/** Participants with the national systems that their adapters deliver to. */
export type Scene = Participants & { nationalSystem(state: string): TestNationalSystem };
