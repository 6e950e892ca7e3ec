import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster.ts';
import { planOf } from './plan.ts';
import { SHARED, startServers, type SharedUrls } from './servers.ts';

const HELP = `npm run cluster [-- --folder data/cluster] [--hubs 2] [--relays 1] [--port 8080] [--json]

Starts the hub on this machine as separate processes, until Ctrl-C: hubs behind a balancer, relays for the lane of each of five
made-up states, and an adapter for each. They share what EVENT_STORE_URL (esdb://), ACCESS_LOG_URL (esdb://), FAN_OUT_URL (kafka://)
and VAULT_URL (postgres://) name; where one is not set, a server is started for it, whose data is gone afterwards.

  --folder   keeps genesis, keys and a folder for each process, and takes them up again; else it is temporary.
             With servers of your own give it: a store knows by which genesis it was founded
  --hubs     how many hubs (2)
  --relays   how many relays for each state (1); all but one wait
  --port     where the hubs are reached (a free one)
  --json     prints one JSON document instead of a table, once all work
`;

const whole = (name: string, text: string, most: number): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new Error(`--${name} is ${text}; it may be 1 to ${most}.`);
  return number;
};

function read() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      hubs: { type: 'string', default: '2' },
      relays: { type: 'string', default: '1' },
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    ...values,
    size: { hubs: whole('hubs', values.hubs, 9), relays: whole('relays', values.relays, 9) },
    ...(values.port !== undefined && { at: whole('port', values.port, 65_535) }),
  };
}

/** Says where everything is. */
function tell(cluster: Cluster, servers: Awaited<ReturnType<typeof startServers>>, json: boolean) {
  const { origin, folder } = cluster;
  const processes = cluster.processes.map(([name, { url, pid }]) => ({ name, url, pid }));
  const shared = SHARED.map((name) => ({ name, ...servers[name] }));
  if (json) {
    const urls = Object.fromEntries(shared.map(({ name, url }) => [name, url]));
    console.log(JSON.stringify({ origin, folder, processes, shared: urls }));
    return;
  }
  const row = (name: string, where: string, what: string) =>
    console.log(`${name.padEnd(16)} ${where.padEnd(44)} ${what}`);
  row('origin', origin, 'the hubs, each in its turn');
  for (const { name, url, pid } of processes) row(name, url, `process ${pid}`);
  for (const { name, url, what } of shared) row(name, url, what);
  row('folder', folder, 'a folder for each process; genesis and keys in data');
  const data = join(folder, 'data');
  console.log(`
Each process answers /health/ready and /metrics. Requests are signed for the origin, whichever hub takes them:

  export HUB_URL=${origin} GENESIS=${data}/genesis.json KEYS=${data}/keys
  npm run --silent eurasec -- --passphrase-file ${data}/passphrase --help
`);
}

async function run({ folder, size, at, json }: ReturnType<typeof read>): Promise<void> {
  const stopping = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  const servers = await startServers(process.env);
  const place = folder === undefined ? await mkdtemp(join(tmpdir(), 'cluster-')) : resolve(folder);
  await mkdir(place, { recursive: true });
  try {
    const shared = Object.fromEntries(SHARED.map((name) => [name, servers[name].url]));
    const cluster = await Cluster.start({
      folder: place,
      parts: planOf(size),
      // Sound: each name has its server.
      shared: shared as SharedUrls,
      ...(at !== undefined && { port: at }),
    });
    tell(cluster, servers, json);
    const alive = setInterval(() => {}, 1 << 30);
    await stopping;
    clearInterval(alive);
    const bad = await cluster.stop();
    if (bad.length > 0) throw new Error(`Did not end well: ${bad.join(', ')}.`);
  } finally {
    if (folder === undefined) await rm(place, { recursive: true, force: true });
    await Promise.all(Object.values(servers).map(({ end }) => end()));
  }
}

try {
  const asked = read();
  if (asked.help) process.stdout.write(HELP);
  else await run(asked);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
