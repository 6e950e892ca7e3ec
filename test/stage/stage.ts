import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyGenesis } from '#signing';
import { freePort, type TestNationalSystem } from '#testing';
import { beginStandalone, type BuiltProcess } from './built-process.ts';
import { NationalSystems } from './national-systems.ts';
import { Participants } from './participants.ts';

export const STATES = ['BY', 'KG', 'KZ', 'RU', 'TJ'] as const;

export type StageOptions = {
  /** Environment variables of the process, beside those that the stage sets. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Least that the hub allows: contract changes take effect after two seconds, views are never older than one. */
export const QUICK = { CONTRACT_MARGIN_SECONDS: '2', VIEW_AGE_LIMIT_SECONDS: '1' };

/**
 * Everything on one machine: the standalone process from the built code, in a temporary folder on a free port, five
 * national systems, and the keys of everybody who takes part. Whoever is on stage acts over HTTP.
 */
export class Stage extends Participants {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #nationalSystems: NationalSystems;
  #process: BuiltProcess;

  private constructor(
    parts: ConstructorParameters<typeof Participants>[0],
    environment: Readonly<Record<string, string>>,
    nationalSystems: NationalSystems,
    process: BuiltProcess,
  ) {
    super(parts);
    this.#environment = environment;
    this.#nationalSystems = nationalSystems;
    this.#process = process;
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
      return new Stage({ folder, origin, genesis }, whole, nationalSystems, process);
    } catch (error) {
      await nationalSystems.close();
      throw error;
    }
  }

  get process(): BuiltProcess {
    return this.#process;
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
