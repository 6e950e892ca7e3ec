import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES } from '#kernel';
import type { HubClient } from '../hub-client.ts';
import { HubRefusal, HubUnreachable } from '../problem.ts';
import type { BatchLine, Stored } from '../types.ts';
import { cut, type Cut } from './cut.ts';
import { isAccepted, recordIn, type PushLine, type PushOutcome } from './push-line.ts';
import type { ReceiptsFile } from './receipts-file.ts';

export type PushOptions = {
  /** Certificates go in batches, evidence one by one. Default certificates. */
  readonly what?: 'certificates' | 'evidence';
  /** Where receipts are kept, and what an earlier run got. */
  readonly receipts?: ReceiptsFile;
  /** Seconds to go on trying while the hub does not answer or is busy; default 30. */
  readonly patience?: number;
};

/** How a kind of record is sent: what fits into one request (architecture §11), and how many requests run at once. */
type Way = {
  readonly limits: Cut;
  readonly atOnce: number;
  send(client: HubClient, lines: readonly string[]): AsyncIterable<BatchLine>;
};

const WAYS: Readonly<Record<NonNullable<PushOptions['what']>, Way>> = {
  certificates: {
    limits: { lines: 1_000, bytes: 8 * 1024 * 1024 },
    atOnce: 3,
    send: (client, lines) => client.pushBatchLines(lines),
  },
  evidence: { limits: { lines: 1, bytes: 512 * 1024 }, atOnce: 8, send: sendEvidence },
};

/**
 * Pushes an input of any length: cuts it into requests, runs a few at once, and tries again while the hub is away or
 * busy. Sending again is harmless, since the hub answers a record that it has with the receipt it gave. Outcomes come in
 * input order, but for lines whose refusal may have passed once the others are stored (a busy hub, a predecessor
 * that came in another batch): those are sent again after them and come last.
 * @throws HubUnreachable when `patience` is over, HubRefusal when a request is refused as a whole; run it again with the same `receipts` to go on
 */
export async function* pushLines(
  client: HubClient,
  lines: AsyncIterable<PushLine>,
  options: PushOptions = {},
): AsyncGenerator<PushOutcome> {
  const { what = 'certificates', patience = 30 } = options;
  const pusher = new Pusher(client, WAYS[what], { ...options, patience });
  let input: AsyncIterable<PushLine> | Iterable<PushLine> = lines;
  for (let isFirst = true; ; isFirst = false) {
    const waiting: { readonly line: PushLine; readonly outcome: PushOutcome }[] = [];
    let accepted = 0;
    for await (const { line, outcome } of pusher.round(input)) {
      if (isAccepted(outcome)) accepted += 1;
      if (mayPass(outcome)) waiting.push({ line, outcome });
      else yield outcome;
    }
    if (waiting.length === 0) return;
    // A round in which nothing moved shows that the rest will not move either.
    if (!isFirst && accepted === 0) return yield* waiting.map(({ outcome }) => outcome);
    if (waiting.some(({ outcome }) => isBusy(outcome.status))) await sleep(1_000);
    input = waiting.map(({ line }) => line);
  }
}

const mayPass = (outcome: PushOutcome): boolean =>
  'problem' in outcome &&
  (isBusy(outcome.status) || outcome.problem.pointer === '/record/supersedes');

const isBusy = (status: number): boolean => status === 503 || status === 429;

type Answered = { readonly line: PushLine; readonly outcome: PushOutcome };

class Pusher {
  readonly #client: HubClient;
  readonly #way: Way;
  readonly #options: PushOptions & { readonly patience: number };

  constructor(client: HubClient, way: Way, options: PushOptions & { readonly patience: number }) {
    this.#client = client;
    this.#way = way;
    this.#options = options;
  }

  async *round(lines: AsyncIterable<PushLine> | Iterable<PushLine>): AsyncGenerator<Answered> {
    const { limits, atOnce } = this.#way;
    const running: Promise<readonly Answered[]>[] = [];
    try {
      for await (const batch of cut(lines, limits)) {
        const answer = this.#answer(batch);
        answer.catch(() => undefined); // Whoever awaits it hears of the failure; nobody else must.
        running.push(answer);
        if (running.length === atOnce) yield* await running.shift()!;
      }
      while (running.length > 0) yield* await running.shift()!;
    } finally {
      // Where one broke off, what the others get is still kept.
      await Promise.allSettled(running);
    }
  }

  async #answer(batch: readonly PushLine[]): Promise<readonly Answered[]> {
    const { receipts } = this.#options;
    const outcomes = batch.map((line) => tooLong(line) ?? this.#kept(line));
    const open = [...batch.keys()].filter((at) => outcomes[at] === undefined);
    let answered = 0;
    try {
      for await (const result of this.#send(open.map((at) => batch[at]!.text!))) {
        const at = open[answered]!;
        outcomes[at] = outcomeOf(batch[at]!, result);
        answered += 1;
      }
    } finally {
      // Also when the answer broke off: what was answered need not be sent again.
      const fresh = open.slice(0, answered).map((at) => outcomes[at]!);
      await receipts?.keep(this.#client.transport.origin, fresh);
    }
    return batch.map((line, at) => ({ line, outcome: outcomes[at]! }));
  }

  #kept({ line, text }: PushLine): PushOutcome | undefined {
    const { receipts } = this.#options;
    const record = receipts && recordIn(text!);
    const kept = record && receipts.of(this.#client.transport.origin, record.digest);
    return kept && { line, status: 200, record, receipt: kept.receipt, position: kept.position };
  }

  /** One result for each text, in order; a broken answer is taken up after its last whole line. */
  async *#send(texts: readonly string[]): AsyncGenerator<BatchLine> {
    let sent = 0;
    let end = performance.now() + this.#options.patience * 1_000;
    for (let pause = 100; sent < texts.length; pause = Math.min(2 * pause, 5_000)) {
      const before = sent;
      try {
        for await (const result of this.#way.send(this.#client, texts.slice(sent))) {
          yield result;
          sent += 1;
        }
        if (sent < texts.length) throw new HubUnreachable(this.#client.transport.origin, 'cut');
      } catch (error) {
        if (sent > before) end = performance.now() + this.#options.patience * 1_000;
        if (!isWorthWaiting(error) || performance.now() + pause > end) throw error;
        await sleep(pause);
      }
    }
  }
}

const isWorthWaiting = (error: unknown): boolean =>
  error instanceof HubUnreachable || (error instanceof HubRefusal && isBusy(error.problem.status));

function tooLong({ line, text }: PushLine): PushOutcome | undefined {
  if (text !== null) return undefined;
  const code = 'WIRE_TOO_LARGE';
  const [title, remedy] = ERROR_CODES[code];
  return {
    line,
    status: 413,
    problem: { type: `/problems/${code}`, title, status: 413, code, remedy },
  };
}

function outcomeOf({ line, text }: PushLine, result: BatchLine): PushOutcome {
  const { line: _, ...answer } = result;
  const record = recordIn(text!);
  return { line, ...(record && { record }), ...answer };
}

const EVIDENCE = '/v1/medical-evidence';

/** Evidence has no batches. A refusal is this one record's, unless it is the request that was refused. */
async function* sendEvidence(
  client: HubClient,
  lines: readonly string[],
): AsyncGenerator<BatchLine> {
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    try {
      const body = Buffer.from(text);
      const answer = await client.transport.send({ method: 'POST', path: EVIDENCE, body });
      const status = answer.status === 200 ? 200 : 201;
      yield { line, status, ...((await answer.body.json()) as Stored) };
    } catch (error) {
      if (!(error instanceof HubRefusal) || isWhole(error)) throw error;
      yield { line, status: error.problem.status, problem: error.problem };
    }
  }
}

const isWhole = ({ problem: { status, code } }: HubRefusal): boolean =>
  isBusy(status) || code.startsWith('TRUST_REQUEST_');
