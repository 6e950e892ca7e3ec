import { Worker } from 'node:worker_threads';
import { availableParallelism } from 'node:os';
import type { SigningKey } from '#signing';
import type { SampleChanges } from '#testing';
import type { BenchedHub } from './benched-hub.ts';

/** A certificate as it is pushed, and what an agency asks about it. */
export type Issued = { readonly body: Buffer; readonly question: Buffer };

type Outcomes = NonNullable<SampleChanges['outcomes']>;

export type IssueOrder = {
  readonly key: SigningKey;
  readonly list: string;
  /** One for each certificate. */
  readonly indices: readonly number[];
  /** Number of the first person; everybody is another one. */
  readonly from: number;
  readonly outcomes: Outcomes;
};

/** Of people fit for work in both states: a record that goes to three authorities. */
export const FIT_IN_BOTH: Outcomes = { 'RU/LABOUR/2': 'FIT', 'KZ/LABOUR/1': 'FIT' };
export const AUTHORITIES = 3;

/** Most that one request draws. */
const BLOCK = 10_000;
let people = 0;

/** Signs certificates of as many invented people, each with one clearance, on all cores. */
export async function issue(
  hub: BenchedHub,
  count: number,
  outcomes: Outcomes = { 'RU/LABOUR/2': 'FIT' },
): Promise<Issued[]> {
  const key = hub.key('KG.MOH', 'record');
  const orders: IssueOrder[] = [];
  for (let left = count; left > 0; left -= BLOCK) {
    const drawn = await hub.client('KG.MOH').allocateStatusIndices('KG.MOH', Math.min(left, BLOCK));
    const share = Math.ceil(drawn.indices.length / availableParallelism());
    for (let at = 0; at < drawn.indices.length; at += share) {
      const indices = drawn.indices.slice(at, at + share);
      orders.push({ key, list: drawn.uri, indices, from: people, outcomes });
      people += indices.length;
    }
  }
  const issued: Issued[] = [];
  for (let at = 0; at < orders.length; at += availableParallelism()) {
    const running = orders.slice(at, at + availableParallelism()).map(issueOnThread);
    issued.push(...(await Promise.all(running)).flat());
  }
  return issued;
}

function issueOnThread(order: IssueOrder): Promise<Issued[]> {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const file = new URL(`./processes/issue.thread${extension}`, import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: order });
    worker.on('error', reject);
    worker.on('message', (made: readonly { body: Uint8Array; question: Uint8Array }[]) => {
      resolve(
        made.map(({ body, question }) => ({ body: asBuffer(body), question: asBuffer(question) })),
      );
    });
  });
}

/** Pushes of them, one by one, ready to send. */
export const pushes = (hub: BenchedHub, records: readonly Issued[]): Buffer[] =>
  records.map(({ body }) => hub.request('/v1/medical-certificates', 'KG.MOH', body));

/** Lines of a full batch: with a clearance each, 1,000 would be more than the 8 MiB that a batch may have. */
export const LINES = 950;

/** Batches of them, ready to send. */
export function batches(hub: BenchedHub, records: readonly Issued[]): Buffer[] {
  const requests: Buffer[] = [];
  for (let at = 0; at < records.length; at += LINES) {
    const part = records.slice(at, at + LINES).flatMap(({ body }) => [body, NEWLINE]);
    requests.push(
      hub.request(
        '/v1/medical-certificates/batch',
        'KG.MOH',
        Buffer.concat(part),
        'application/x-ndjson',
      ),
    );
  }
  return requests;
}

const NEWLINE = Buffer.from('\n');

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
