import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendEventStoreDb } from './cases/append-eventstoredb.ts';
import { audit } from './cases/audit.ts';
import { batch } from './cases/batch.ts';
import { caseTransition } from './cases/case-transition.ts';
import { certificateVerify } from './cases/certificate-verify.ts';
import { delivered } from './cases/delivered.ts';
import { demandReserve } from './cases/demand-reserve.ts';
import { history } from './cases/history.ts';
import { latencyKafka } from './cases/latency-kafka.ts';
import { log } from './cases/log.ts';
import { memory } from './cases/memory.ts';
import { pushNotary } from './cases/push-notary.ts';
import { push } from './cases/push.ts';
import { relayKafka } from './cases/relay-kafka.ts';
import { statusList } from './cases/status-list.ts';
import { verification } from './cases/verification.ts';
import type { Case } from './case.ts';
import { table } from './report.ts';

const GROUPS = [
  certificateVerify,
  push,
  pushNotary,
  batch,
  delivered,
  verification,
  statusList,
  demandReserve,
  caseTransition,
  history,
  log,
  audit,
  appendEventStoreDb,
  relayKafka,
  latencyKafka,
  memory,
];
const NAMES = GROUPS.flatMap(({ cases }) => cases);

const HELP = `Measures what the hub does, each figure beside what the machine could do at most.

Usage: npm run bench -- [--json] [case …]

  --json   prints {date, machine, cases} instead of a table
  --help   prints this

Cases: ${NAMES.join(', ')}

Examples:
  npm run bench
  npm run bench -- push.c32 verification.c32
  npm run bench -- --json > figures.json
`;

const RUNS = `push.delivered and memory: all that npm start runs, relay and five adapters beside the hub.
latency.kafka: hub with relay, adapter, broker, load and national system each a process; one recipient. .holds: the largest rate in time; .most: what the processors allow at the cost of a push.
push.c32.notary and log.audit: a hub with its notary and five witnesses in one process. All other cases over HTTP: a hub alone. subscription, rebuild, demand.reserve: the port alone, no HTTP. log.append, log.proof: the library alone.
relay.kafka: a relay alone on a filled store. relay.kafka and latency.kafka: a broker on this machine, or the one that KAFKA_BROKERS names.
append.eventstoredb: the port alone, against a stand-in for the server in a process of its own, which writes to memory.`;

/** What the figures are of; no name of anybody's machine. */
const MACHINE = `${availableParallelism()} CPUs (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;

function read() {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const unknown = positionals.filter((name) => !NAMES.includes(name));
    if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}.`);
    return { ...values, wanted: new Set(positionals.length > 0 ? positionals : NAMES) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}

async function run(wanted: ReadonlySet<string>): Promise<Case[]> {
  const root = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  try {
    const cases: Case[] = [];
    for (const [at, group] of GROUPS.entries()) {
      if (!group.cases.some((name) => wanted.has(name))) continue;
      const folder = join(root, String(at));
      await mkdir(folder);
      const progress = (what: string) => void process.stderr.write(`${what}\n`);
      cases.push(...(await group.measure({ wanted, folder, progress })));
      await rm(folder, { recursive: true });
    }
    return cases.filter(({ name }) => wanted.has(name));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const { wanted, json, help } = read();
if (help) {
  process.stdout.write(HELP);
} else {
  const date = new Date().toISOString();
  const cases = await run(wanted);
  const report = json
    ? JSON.stringify({ date, machine: MACHINE, cases }, undefined, 2)
    : `${table(cases)}\n\n${RUNS}\n${date}, ${MACHINE}`;
  process.stdout.write(`${report}\n`);
}
