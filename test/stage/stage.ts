import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient, KeyFolder } from '#client';
import { signContract, type ContractDocument } from '#contracts';
import { genesisKey, verifyGenesis, type Genesis, type SigningKey } from '#signing';
import { freePort, until, type TestNationalSystem } from '#testing';
import { beginStandalone, type BuiltProcess } from './built-process.ts';
import { NationalSystems } from './national-systems.ts';

export const STATES = ['BY', 'KG', 'KZ', 'RU', 'TJ'] as const;

export type StageOptions = {
  /** Environment variables of the process, beside those that the stage sets. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Least that the hub allows: contract changes take effect after two seconds, views are never older than one. */
const QUICK = { CONTRACT_MARGIN_SECONDS: '2', VIEW_AGE_LIMIT_SECONDS: '1' };

/**
 * Everything on one machine: the standalone process from the built code, in a temporary folder on a free port, five
 * national systems, and the keys of everybody who takes part. Whoever is on stage acts over HTTP.
 */
export class Stage {
  readonly folder: string;
  readonly origin: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #nationalSystems: NationalSystems;
  readonly #keys = new Map<string, SigningKey>();
  #process: BuiltProcess;
  #genesis: Genesis;

  private constructor(
    parts: Pick<Stage, 'folder' | 'origin'>,
    environment: Readonly<Record<string, string>>,
    nationalSystems: NationalSystems,
    process: BuiltProcess,
    genesis: Genesis,
  ) {
    this.folder = parts.folder;
    this.origin = parts.origin;
    this.#environment = environment;
    this.#nationalSystems = nationalSystems;
    this.#process = process;
    this.#genesis = genesis;
  }

  static async start({ environment = {} }: StageOptions = {}): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'eurasec-stage-'));
    const origin = `http://127.0.0.1:${await freePort()}`;
    const nationalSystems = new NationalSystems(STATES, folder);
    const whole = { NATIONAL_SYSTEM_URL: await nationalSystems.listen(), ...QUICK, ...environment };
    try {
      const process = beginStandalone(folder, origin, whole);
      await process.ready();
      const genesis = verifyGenesis(await readFile(join(folder, 'data', 'genesis.json'), 'utf8'));
      return new Stage({ folder, origin }, whole, nationalSystems, process, genesis);
    } catch (error) {
      await nationalSystems.close();
      throw error;
    }
  }

  get process(): BuiltProcess {
    return this.#process;
  }

  get genesis(): Genesis {
    return this.#genesis;
  }

  /** The hub's key for receipts and answers. */
  get receiptKey() {
    return genesisKey(this.#genesis.hub.receipt);
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
  async client(holder: string): Promise<HubClient> {
    // Views on stage may be a second old at most: on a busy machine a hub is behind now and then.
    const patience = { patienceSeconds: 120 };
    return new HubClient(this.origin, await this.key(holder, 'request'), patience);
  }

  /** The health ministries of all parties sign; in force when this resolves. */
  async conclude(document: ContractDocument): Promise<void> {
    const { id, parties } = document;
    const first = await this.client(`${parties[0]}.MOH`);
    const { hash } = await first.proposeContract(document);
    for (const state of parties) {
      const signature = signContract(document, await this.key(`${state}.MOH`, 'statement'));
      await (await this.client(`${state}.MOH`)).signContract(id, hash, signature);
    }
    await until(async () => (await first.contract(id)).standing === 'IN_FORCE');
  }

  nationalSystem(state: string): TestNationalSystem {
    return this.#nationalSystems.of(state);
  }

  /** Starts the process again, after it was stopped or killed, and does not wait until it is ready. */
  begin(): BuiltProcess {
    this.#process = beginStandalone(this.folder, this.origin, this.#environment);
    return this.#process;
  }

  /** Starts the process again, after it was stopped or killed. */
  async restart(): Promise<void> {
    await this.begin().ready();
  }

  /** Ends everything and removes the folder. */
  async close(): Promise<void> {
    await this.#process.stop();
    await this.#nationalSystems.close();
    await rm(this.folder, { recursive: true });
  }
}
