import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '#client';
import { freePort } from '#testing';
import { kafkaBrokers } from '#testing/kafka';
import { dropSchema, newSchema, sharedPostgres } from '#testing/postgres';
import { built } from '../stage/built.ts';
import { BuiltProcess } from '../stage/built-process.ts';
import { Federation } from './federation.ts';
import { hubPart, relayPart } from './plan.ts';

const LONG = 240_000;

type Told = {
  readonly origin: string;
  readonly folder: string;
  readonly processes: readonly { readonly name: string; readonly url: string }[];
};

/** `npm run cluster`, until it ends; `whenTold` gets what it printed first. */
async function run(
  environment: Readonly<Record<string, string>>,
  whenTold: (told: Told) => Promise<void> = async () => {},
) {
  const child = spawn(process.execPath, [built('test/cluster/main.js'), '--json'], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  let [output, errors] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const told = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (!output.endsWith('\n')) return;
      whenTold(JSON.parse(output) as Told)
        .then(resolve, reject)
        .finally(() => child.kill('SIGINT'));
    });
    child.once('exit', () => resolve());
  });
  const ended = once(child, 'close');
  await told;
  const [code] = (await ended) as [number | null];
  return { code, errors };
}

describe('npm run cluster', () => {
  let vault: string;
  beforeAll(async () => (vault = await newSchema(await sharedPostgres())));
  afterAll(() => dropSchema(vault));

  test(
    'starts every part with the keys that it needs and no others, and leaves nothing when it is stopped',
    async () => {
      const brokers = await kafkaBrokers();
      const environment = {
        FAN_OUT_URL: `kafka://${brokers.join(',')}?partitions=1&prefix=main-spec.`,
        VAULT_URL: vault,
      };
      let folder = '';
      const { code, errors } = await run(environment, async (told) => {
        folder = told.folder;
        const states = ['BY', 'KG', 'KZ', 'RU', 'TJ'];
        expect(told.processes.map(({ name }) => name)).toEqual([
          ...['hub-1', 'hub-2'],
          ...states.map((state) => `relay-${state}`),
          ...states.map((state) => `adapter-${state}`),
        ]);
        for (const { url } of told.processes)
          expect((await fetch(`${url}/health/ready`)).status).toBe(200);
        const keysOf = async (part: string) =>
          (await readdir(join(folder, part, 'keys'), { recursive: true }))
            .filter((path) => path.endsWith('.key'))
            .sort();
        expect(await keysOf('hub-1')).toEqual([
          ...['BY.MOH/status.key', 'HUB/log.key', 'HUB/receipt.key'],
          ...['KG', 'KZ', 'RU', 'TJ'].map((state) => `${state}.MOH/status.key`),
        ]);
        expect(await keysOf('relay-KG')).toEqual(['HUB/lane.key']);
        const uses = ['encryption', 'request', 'statement'];
        expect(await keysOf('adapter-KG')).toEqual([
          ...[...uses, 'witness'].map((use) => `KG.MOH/${use}.key`),
          ...uses.map((use) => `KG.MOL/${use}.key`),
        ]);
        const trust = await Array.fromAsync(new HubClient(told.origin).trustList());
        expect(trust.length).toBeGreaterThan(50);
      });
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(existsSync(folder)).toBe(false);
    },
    LONG,
  );

  test('says what to use in place of a store that one process alone can have', async () => {
    const { code, errors } = await run({ EVENT_STORE_URL: 'sqlite:data/events.db' });
    expect(code).toBe(1);
    expect(errors).toBe(
      'EVENT_STORE_URL holds "sqlite:data/events.db", which one process alone can have. Give a server that processes share (esdb://…), or leave it unset and one is started; npm start runs all parts in one process.\n',
    );
  });
});

describe('an embedded store', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'embedded-'))));
  afterAll(() => rm(folder, { recursive: true }));

  test(
    'is served by one process only: another is refused, and told what to use instead',
    async () => {
      const url = `http://127.0.0.1:${await freePort()}`;
      const federation = await Federation.found(folder, url);
      const begin = async (part: ReturnType<typeof hubPart>, at: string) =>
        BuiltProcess.begin({
          main: `apps/${part.kind}/main.js`,
          folder: join(folder, part.name),
          url: at,
          environment: {
            ...(await federation.equip(part)),
            EVENT_STORE_URL: `sqlite:${join(folder, 'events.db')}`,
            ACCESS_LOG_URL: `sqlite:${join(folder, 'access.db')}`,
            VAULT_URL: `sqlite:${join(folder, 'vault.db')}`,
            FAN_OUT_URL: `sqlite:${join(folder, 'fan-out.db')}`,
          },
        });
      const first = await begin(hubPart(1), url);
      await first.ready();
      for (const part of [hubPart(2), relayPart('KG')]) {
        const other = await begin(part, `http://127.0.0.1:${await freePort()}`);
        expect(await other.ended()).toBe(1);
        expect(await other.log()).toMatch(
          /^STORE_LOCKED: Another process writes to this store\. Stop it, or use a store that several processes can share \(esdb:\/\/, kafka:\/\/, postgres:\/\/\)\./,
        );
      }
      expect(await first.stop()).toBe(0);
    },
    LONG,
  );
});
