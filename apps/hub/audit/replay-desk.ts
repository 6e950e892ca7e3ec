import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { checkInThread, type ThreadCheck, type ThreadResult } from '#audit';
import {
  assertOfLog,
  MOST_REPORTED,
  type ReadModelVerdict,
  type ReplayReport,
  type ReplayRequest,
} from '#client';
import { StoreError, type Instant } from '#kernel';
import { problemOf } from '#platform';
import type { Compared } from '#projections';
import { jcs, signJws } from '#signing';
import type { HubParts } from '../hub.life.ts';

/** Milliseconds between two lines that say how far it is: also so that nothing on the way takes the answer for dead. */
const TOLD_EVERY = 1_000;

/** Replays of the hub's own history, on a thread of their own, one at a time: a hub has other work. */
export class ReplayDesk {
  private readonly parts: HubParts;
  private isBusy = false;

  constructor(parts: HubParts) {
    this.parts = parts;
  }

  /**
   * Lines of JSON: how far it is, and at last the signed report, or the problem that ended it. It ends with its reader.
   * @throws TrustError, WireError for a checkpoint that is none of this log; StoreError STORE_BUSY while another runs
   */
  replay(request: ReplayRequest, asker: string): Readable {
    const { store, options } = this.parts;
    const { signatures = true, checkpoints = [], after, upTo } = request;
    const genesis = options.genesisFile.document;
    assertOfLog(genesis, checkpoints);
    if (this.isBusy) throw new StoreError('STORE_BUSY', 'another replay is under way');
    this.isBusy = true;
    const begunAt = this.parts.clock.now();
    const range = { ...(after !== undefined && { after }), ...(upTo !== undefined && { upTo }) };
    const check = checkInThread(store, {
      genesis,
      options: { signatures, checkpoints, ...range },
      readModels: options.readModelFolder,
      mostFindings: MOST_REPORTED,
    });
    const report = (result: ThreadResult) =>
      this.sign({ aud: asker, begunAt, range, options: { signatures } }, result);
    const lines = Readable.from(this.lines(check, report), { objectMode: false });
    // Also where nobody ever read a line.
    return lines.once('close', () => {
      this.isBusy = false;
      void check.stop();
    });
  }

  private async *lines(
    check: ThreadCheck,
    report: (result: ThreadResult) => string,
  ): AsyncGenerator<string> {
    const of = this.parts.log?.published?.size;
    try {
      for (;;) {
        const ended = new AbortController();
        const { signal } = ended;
        const waiting = pause(TOLD_EVERY, undefined, { signal }).catch(() => undefined);
        const result = await Promise.race([check.result, waiting]);
        ended.abort();
        if (result) {
          yield line({ report: report(result) });
          return;
        }
        yield line({ events: check.read, ...(of !== undefined && { of }) });
      }
    } catch (error) {
      yield line({ problem: problemOf(error) });
    }
  }

  private sign(
    asked: Pick<ReplayReport, 'aud' | 'range' | 'options'> & { readonly begunAt: Instant },
    { summary, findings, findingCount, damage, readModels, isSound }: ThreadResult,
  ): string {
    const { clock, options } = this.parts;
    const report: ReplayReport = {
      hub: options.genesisFile.document.origin,
      ...asked,
      endedAt: clock.now(),
      ...summary,
      ...{ damage, isSound, findingCount, findings },
      readModels: Object.fromEntries(
        Object.entries(readModels).map(([name, one]) => [name, verdictOf(one)]),
      ),
    };
    return signJws('replay-report+jws', jcs(report), options.receiptKey);
  }
}

const line = (content: object): string => `${JSON.stringify(content)}\n`;

/** Without the keys of rows: they name records. */
function verdictOf(one: Compared): ReadModelVerdict {
  if (one.state !== 'COMPARED') return one;
  const { state, position, rows, wrong } = one;
  return { state, position, rows, wrong };
}
