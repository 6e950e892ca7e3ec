import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { logWitnesses, Transport } from '#client';
import { generateKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import { formatVkey, noteKey } from '#transparency';
import { WitnessMemory } from '../../apps/adapter/witness/witness-memory.ts';
import { WitnessServer } from '../../apps/adapter/witness/witness-server.ts';
import { Witness } from '../../apps/adapter/witness/witness.ts';
import { built } from '../stage/built.ts';
import { Stage } from '../stage/stage.ts';
import { ask, issue, refusedWith, revocation, type Ministry } from './act.ts';
import { agree } from './agree.ts';
import { ministryOf } from './ministry.ts';
import { shiftClock } from './shift-clock.ts';

const HOURS = 3_600_000;
/** After how long without witnesses the hub takes nothing new. */
const LIMIT_HOURS = 5;

type Readiness = {
  readonly ready: boolean;
  readonly because: Readonly<Record<string, string>>;
  readonly warnings?: Readonly<Record<string, string>>;
};

/** The witness of another organisation, which keeps its memory while it is away. */
async function outsideWitness({ genesis }: Stage, thread: SqliteThread, folder: string) {
  const { origin, hub } = genesis;
  const key = generateKey('witness.example', 'witness');
  const memory = await WitnessMemory.open(thread, join(folder, 'witness.db'));
  const clock = { now: () => new Date().toISOString() };
  const logs = [origin, `${origin}/access-log`].map((name) => noteKey('log', name, hub.log));
  const witness = new Witness({ key, logs, memory, clock });
  const serve = (port: number) => WitnessServer.start(witness, { host: '127.0.0.1', port }, failed);
  let server = await serve(0);
  const { url } = server;
  const vkey = formatVkey(noteKey('witness', key.holder, key.jwk), 'witness', key.jwk);
  return {
    policy: `witness outside ${vkey} ${url}\nquorum outside\n`,
    leave: () => server.close(),
    comeBack: async () => {
      server = await serve(Number(new URL(url).port));
    },
    close: async () => {
      await server.close();
      await memory.close();
    },
  };
}

const numberIn = (text: string | undefined, pattern: RegExp): number =>
  Number(pattern.exec(text ?? '')?.[1] ?? failed(`${text} does not say it`));

const failed = (what: string): never => {
  throw new Error(what);
};

describe('the log of a process that runs', () => {
  let stage: Stage;
  let thread: SqliteThread;
  let witness: Awaited<ReturnType<typeof outsideWitness>>;
  let ministry: Ministry;
  let papers = 0;
  let scratch: string;

  const clock = () => join(scratch, 'clock');

  const data = (name: string) => join(stage.folder, 'data', name);
  const push = async () => {
    const act = await issue(ministry, ++papers, papers);
    let refusal: string | undefined;
    // Where its clock jumps, a hub has not heard of its store for hours, and does a moment later.
    await until(async () => (refusal = await refusedWith(ask(act))) !== 'STORE_BEHIND');
    return { act, refusal };
  };
  const log = () => logWitnesses(new Transport(stage.origin));
  const covered = () =>
    until(async () => {
      const { published, signed, waitingSeconds } = await log();
      return signed > 0 && published === signed && waitingSeconds === 0;
    });
  /** Until a checkpoint of so many events is shown: what comes of a push follows it for a while. */
  const shown = (size: number) => until(async () => (await log()).published >= size);
  const health = async () => {
    const answer = await fetch(`${stage.origin}/health/ready`).catch(() => undefined);
    return (await answer?.json()) as Readiness | undefined;
  };
  const text = async (path: string) => (await fetch(`${stage.origin}${path}`)).text();
  /** Here and there alike. */
  const passHours = async (hours: number) => {
    shiftClock(hours * HOURS);
    await writeFile(clock(), String(hours * HOURS));
    process.kill(stage.process.pid, 'SIGUSR2');
    await until(async () => (await log()).waitingSeconds > hours * 3_600 - 1);
  };

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'log-faults-'));
    await writeFile(clock(), '0');
    const shifted = pathToFileURL(built('test/faults/shifted-clock.js')).href;
    stage = await Stage.start({
      environment: {
        SHIFTED_CLOCK: clock(),
        NODE_OPTIONS: `--import=${shifted}`,
        UNWITNESSED_LIMIT_SECONDS: String(LIMIT_HOURS * 3_600),
        DISHONEST_WITNESSES: '0',
      },
    });
    await agree(stage, ['KG', 'RU', 'TJ']);
    ministry = await ministryOf(stage, 'KG', { patienceSeconds: 0 });
    thread = SqliteThread.start();
    witness = await outsideWitness(stage, thread, scratch);
    await stage.process.stop();
    await writeFile(data('log-policy'), witness.policy);
    await stage.restart();
    await covered();
  });
  afterAll(async () => {
    shiftClock(0);
    await stage.close();
    await witness.close();
    await thread.close();
    await rm(scratch, { recursive: true });
  });

  test('fault 23, witnesses away for hours: it goes on and says so, and takes nothing new beyond the limit', async () => {
    await witness.leave();
    const { act, refusal } = await push();
    expect(refusal).toBeUndefined();
    await until(async () => {
      const { published, signed, witnesses } = await log();
      return published < signed && witnesses[0]!.standing === 'SILENT';
    });

    await passHours(4);
    const { ready, warnings } = (await health())!;
    expect([ready, warnings?.['log']]).toEqual([true, expect.stringMatching(/waited 14\d{3} s/)]);
    const metrics = await text('/metrics');
    expect(metrics).toMatch(/log_waiting_seconds\{log="exchange"\} 14\d{3}/);
    expect(metrics).toMatch(/log_witness_age_seconds\{witness="witness.example"\} 14\d{3}/);
    expect((await push()).refusal).toBeUndefined();

    await passHours(6);
    expect((await push()).refusal).toBe('STORE_UNWITNESSED');
    expect(await refusedWith(ask(act))).toBeUndefined();
    expect(await refusedWith(ask(revocation(ministry, act)))).toBeUndefined();

    await witness.comeBack();
    await covered();
    expect((await push()).refusal).toBeUndefined();
    expect((await health())!.warnings?.['log']).toBeUndefined();
  });

  /** What health says of the log of a process that was begun over the files as they lie. */
  const saidOfLog = async () => {
    stage.begin();
    await until(async () => (await health())?.because['log'] !== undefined);
    const { ready, because } = (await health())!;
    const { status } = await fetch(`${stage.origin}/v1/log/checkpoint`);
    const { signed } = await log();
    await stage.process.stop();
    return { ready, status, signed, said: because['log'] };
  };

  test('fault 22, an older backup put back: it signs nothing, and names what was signed last', async () => {
    await covered();
    await stage.process.stop();
    const files = ['events.db', 'log.db'];
    const older = (name: string) => join(scratch, `older-${name}`);
    const putBack = (names: readonly string[]) =>
      Promise.all(names.map((name) => cp(older(name), data(name))));
    await Promise.all(files.map((name) => cp(data(name), older(name))));
    await stage.restart();
    await covered();
    const { signed: before } = await log();
    for (let n = 0; n < 5; n++) expect((await push()).refusal).toBeUndefined();
    await shown(before + 5);
    await stage.process.stop();
    // Whole: what reads an older store makes views of it, too.
    const newest = join(scratch, 'newest');
    await cp(data('.'), newest, { recursive: true });

    await putBack(['events.db']);
    const alone = await saidOfLog();
    expect(alone).toMatchObject({ ready: false, status: 503, signed: 0 });
    const last = numberIn(alone.said, /no longer holds the last checkpoint: of (\d+) events/);
    expect(last).toBeGreaterThanOrEqual(before + 5);

    // With the notary's own file: then its witness knows.
    await putBack(files);
    const both = await saidOfLog();
    expect(both.ready).toBe(false);
    // What it had not heard of its deliveries it hears again.
    const seen = numberIn(both.said, /has seen (\d+) events, and the store holds \d+$/);
    expect(seen).toBeGreaterThanOrEqual(before + 5);
    expect(both.signed).toBeLessThanOrEqual(before);

    await rm(data('.'), { recursive: true });
    await cp(newest, data('.'), { recursive: true });
    await stage.restart();
    expect((await push()).refusal).toBeUndefined();
    await shown(last + 1);
  });
});
