import { Readable } from 'node:stream';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { validateDto, problemOf } from '#platform';
import { WireError } from '#kernel';
import { parseJson } from '#signing';
import { AccessLog } from '../log/access-log.ts';
import type { Signed } from '../platform/signature.guard.ts';
import { inOrder } from './in-order.ts';
import { PushDto } from './push.dto.ts';
import { RecordPusher, type Prepared } from './record-pusher.ts';

/** Most lines of one batch (architecture §11). */
export const BATCH_LINES = 1_000;

/** Lines worked on at once; more fill no core, and each holds its record in memory. */
const WIDTH = 64;

export class PushBatch extends Command<Readable> {
  constructor(
    readonly body: Buffer,
    readonly by: Signed,
  ) {
    super();
  }
}

type Line = { readonly number: number } & (
  { readonly prepared: Prepared } | { readonly refusal: unknown }
);

/**
 * A batch of records, no transaction: each line is its own append and is answered after it is durable. All
 * refusals of one batch are one access event. The whole body was digest-checked before.
 */
@CommandHandler(PushBatch)
export class PushBatchHandler implements ICommandHandler<PushBatch> {
  constructor(
    private readonly pusher: RecordPusher,
    private readonly access: AccessLog,
  ) {}

  async execute({ body, by }: PushBatch): Promise<Readable> {
    const lines = splitLines(body);
    return Readable.from(this.results(lines, by), { objectMode: false });
  }

  private async *results(lines: readonly Buffer[], by: Signed): AsyncGenerator<string> {
    const refused = new Map<string, number>();
    const results = inOrder(this.prepare(lines, by), {
      width: WIDTH,
      keysOf: (line) => ('prepared' in line ? line.prepared.streams : []),
      run: (line) => this.run(line),
    });
    for await (const result of results) {
      if ('problem' in result)
        refused.set(result.problem.code, (refused.get(result.problem.code) ?? 0) + 1);
      yield `${JSON.stringify(result)}\n`;
    }
    if (refused.size > 0) {
      const outcome = [...refused].map(([code, count]) => `${code}:${count}`).join(' ');
      await this.access.note(by, 'RequestRefused', { purpose: 'PUSH_BATCH', outcome });
    }
  }

  private *prepare(lines: readonly Buffer[], by: Signed): Generator<Line> {
    for (const [index, line] of lines.entries()) {
      const number = index + 1;
      try {
        const push = validateDto(PushDto, parseJson(line));
        yield { number, prepared: this.pusher.prepare(push, by, 'certificate') };
      } catch (refusal) {
        yield { number, refusal };
      }
    }
  }

  private async run(line: Line) {
    try {
      if ('refusal' in line) throw line.refusal;
      const { created, ...result } = await this.pusher.complete(line.prepared);
      return { line: line.number, status: created ? 201 : 200, ...result };
    } catch (error) {
      const problem = problemOf(error);
      return { line: line.number, status: problem.status, problem };
    }
  }
}

function splitLines(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < body.length;) {
    const newline = body.indexOf(10, start);
    const end = newline < 0 ? body.length : newline;
    if (end > start) lines.push(body.subarray(start, end));
    start = end + 1;
  }
  if (lines.length > BATCH_LINES)
    throw new WireError('WIRE_TOO_LARGE', `a batch of ${lines.length} lines`, {
      facts: { lines: lines.length, limit: BATCH_LINES },
    });
  return lines;
}
