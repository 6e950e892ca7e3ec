/**
 * The load generator, a process of its own: raw sockets and prepared bytes, so that it takes a tenth of a core where
 * `fetch` takes half of one. Each connection sends its next request when the last one is answered (HTTP/1.1 keep-alive).
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { percentile } from '../case.ts';
import { AnswerReader } from '../answer-reader.ts';
import { PreparedRequests } from '../prepared-requests.ts';
import type { LoadOptions, LoadResult } from '../load.ts';

/** A server that has no room now; the wait counts as the request's. */
const COME_AGAIN = 503;
const PAUSE = 100;

const options = JSON.parse(process.argv[2]!) as LoadOptions;
const requests = new PreparedRequests(readFileSync(options.file));
const total = options.total ?? requests.count;
const latencies = new Float64Array(total);
const statuses: Record<string, number> = {};
let sent = 0;
let answered = 0;
let lines = 0;
let began = 0;
let unexpected: string | undefined;

function note({ status, text, lines: count }: AnswerReader, latency: number): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (status >= 300) unexpected ??= text;
  lines += count;
  latencies[answered++] = latency;
  if (answered === options.warmUp) began = performance.now();
}

function client(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    const answer = new AnswerReader();
    let sentAt = 0;
    let request: Buffer;
    const next = () => {
      if (sent === total) {
        socket.end(resolve);
        return;
      }
      const at = sent++;
      inItsTime(at, () => {
        sentAt = performance.now();
        request = requests.at(at);
        socket.write(request);
      });
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk) => {
      if (!answer.take(chunk)) return;
      if (answer.status === COME_AGAIN) {
        setTimeout(() => socket.write(request), PAUSE);
        return;
      }
      note(answer, performance.now() - sentAt);
      next();
    });
  });
}

/** A paced request waits for its time; one that is late goes at once. */
function inItsTime(at: number, send: () => void): void {
  const { pace } = options;
  const wait = pace === undefined ? 0 : start + (at * 1_000) / pace - performance.now();
  if (wait < 1) send();
  else setTimeout(send, wait);
}

const start = performance.now();
if (options.warmUp === 0) began = performance.now();
await Promise.all(Array.from({ length: options.connections }, client));
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage();
const measured = latencies.subarray(options.warmUp);
const result: LoadResult = {
  seconds,
  rate: measured.length / seconds,
  p50: percentile(measured, 0.5),
  p99: percentile(measured, 0.99),
  processor: (user + system) / 1000,
  statuses,
  lines,
  ...(unexpected !== undefined && { unexpected }),
};
process.stdout.write(JSON.stringify(result));
