import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '../hub-client.ts';
import { HubRefusal, HubUnreachable } from '../problem.ts';
import type { PushOutcome } from './push-line.ts';
import { pushLines, type PushOptions } from './push-lines.ts';
import { ReceiptsFile } from './receipts-file.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A push of a record with this id, as far as a sender looks at it. */
const push = (id: string) =>
  JSON.stringify({ record: `${part({})}.${part({ iss: 'KG.MOH', id })}.c2ln~` });

type Step = (lines: readonly string[], response: ServerResponse) => void;

const idIn = (line: string) => /"id":"([^"]+)"/.exec(recordPart(line))?.[1] ?? '';
const recordPart = (line: string) => {
  const { record = '..' } = JSON.parse(line) as { record?: string };
  return Buffer.from(record.split('.')[1]!, 'base64url').toString();
};

const problem = (status: number, code: string, pointer?: string) => ({
  type: `/problems/${code}`,
  title: code,
  status,
  code,
  ...(pointer && { pointer }),
});
const yes = (line: string, number: number) =>
  `${JSON.stringify({ line: number, status: 201, receipt: `receipt of ${idIn(line)}`, position: '1' })}\n`;
const no = (number: number, status: number, code: string, pointer?: string) =>
  `${JSON.stringify({ line: number, status, problem: problem(status, code, pointer) })}\n`;

const acceptAll: Step = (lines, response) =>
  response.end(lines.map((line, index) => yes(line, index + 1)).join(''));

/** Answers each request by the next step, the last one for ever; remembers the ids that came. */
class Hub {
  readonly requests: string[][] = [];
  readonly #server: Server;
  #steps: Step[] = [acceptAll];
  running = 0;
  mostAtOnce = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<HubClient> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return new HubClient(`http://127.0.0.1:${port}`);
  }

  answers(...steps: Step[]): void {
    this.#steps = steps;
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    response.on('close', () => (this.running -= 1));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().split('\n').filter(Boolean);
    this.requests.push(lines.map(idIn));
    const step = this.#steps.length > 1 ? this.#steps.shift()! : this.#steps[0]!;
    step(lines, response);
  }
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index + 1}`);
const linesOf = async function* (texts: readonly (string | null)[]) {
  for (const [index, text] of texts.entries()) yield { line: index + 1, text };
};

describe('pushing lines', () => {
  let hub: Hub;
  let client: HubClient;
  beforeEach(async () => {
    hub = new Hub();
    client = await hub.listen();
  });
  afterEach(() => hub.close());

  async function pushed(texts: readonly (string | null)[], options: PushOptions = {}) {
    const outcomes: PushOutcome[] = [];
    for await (const one of pushLines(client, linesOf(texts), { patience: 5, ...options }))
      outcomes.push(one);
    return outcomes;
  }
  const told = (outcomes: readonly PushOutcome[]) =>
    outcomes.map((one) => ('receipt' in one ? one.receipt : `${one.line} ${one.problem.code}`));

  test('cuts them at 1,000, three requests at once, and gives the outcomes in their order', async () => {
    const held: (() => void)[] = [];
    // The first three are answered once all of them have come.
    const hold: Step = (lines, response) => {
      held.push(() => acceptAll(lines, response));
      if (held.length === 3) for (const answer of held.reverse()) answer();
    };
    hub.answers(hold, hold, hold, acceptAll);
    const outcomes = await pushed(ids(4_500).map(push));
    const sizes = hub.requests.map(({ length }) => length);
    expect(sizes.sort((one, other) => one - other)).toEqual([500, 1000, 1000, 1000, 1000]);
    expect(hub.mostAtOnce).toBe(3);
    expect(outcomes.map(({ line }) => line)).toEqual(ids(4_500).map((_, index) => index + 1));
    expect(told(outcomes)[4_321]).toBe('receipt of id-4322');
  });

  test('names the record of each line', async () => {
    const [outcome] = await pushed([push('id-1')]);
    expect(outcome?.record).toMatchObject({ issuer: 'KG.MOH', id: 'id-1' });
  });

  test('goes on with the others where one is refused', async () => {
    hub.answers((lines, response) =>
      response.end(yes(lines[0]!, 1) + no(2, 400, 'WIRE_NOT_JSON') + yes(lines[2]!, 3)),
    );
    expect(told(await pushed([push('a'), '{}', push('b')]))).toEqual([
      'receipt of a',
      '2 WIRE_NOT_JSON',
      'receipt of b',
    ]);
  });

  test('does not send a line that is longer than any push', async () => {
    expect(told(await pushed([push('a'), null]))).toEqual(['receipt of a', '2 WIRE_TOO_LARGE']);
    expect(hub.requests).toEqual([['a']]);
  });

  test('takes a broken answer up after its last whole line', async () => {
    hub.answers((lines, response) => {
      response.write(yes(lines[0]!, 1));
      response.write(yes(lines[1]!, 2).slice(0, 20), () => response.destroy());
    }, acceptAll);
    expect(told(await pushed(['a', 'b', 'c'].map(push)))).toEqual([
      'receipt of a',
      'receipt of b',
      'receipt of c',
    ]);
    expect(hub.requests).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  test('waits for a hub that is busy', async () => {
    hub.answers((_, response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(problem(503, 'STORE_BEHIND')));
    }, acceptAll);
    expect(told(await pushed([push('a')]))).toEqual(['receipt of a']);
  });

  test('sends a line again, once the others are stored, whose predecessor was not there yet', async () => {
    hub.answers(
      (lines, response) =>
        response.end(no(1, 404, 'RULE_RECORD_UNKNOWN', '/record/supersedes') + yes(lines[1]!, 2)),
      acceptAll,
    );
    expect(told(await pushed([push('successor'), push('predecessor')]))).toEqual([
      'receipt of predecessor',
      'receipt of successor',
    ]);
  });

  test('gives up on such a line when nothing moves', async () => {
    hub.answers((lines, response) =>
      response.end(
        lines
          .map((_, index) => no(index + 1, 404, 'RULE_RECORD_UNKNOWN', '/record/supersedes'))
          .join(''),
      ),
    );
    expect(told(await pushed([push('a')]))).toEqual(['1 RULE_RECORD_UNKNOWN']);
    expect(hub.requests).toEqual([['a'], ['a']]);
  });

  test('ends when the hub stays away', async () => {
    await hub.close();
    await expect(pushed([push('a')], { patience: 0.3 })).rejects.toThrow(HubUnreachable);
  });

  test('ends when a request is refused as a whole', async () => {
    hub.answers((_, response) => {
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(problem(401, 'TRUST_REQUEST_SIGNATURE_INVALID')));
    });
    await expect(pushed([push('a')])).rejects.toThrow(HubRefusal);
    expect(hub.requests).toHaveLength(1);
  });

  test('sends evidence one by one, and tells a refusal from a repetition', async () => {
    const answer = (status: number, body: object): Step => {
      return (_, response) => response.writeHead(status).end(JSON.stringify(body));
    };
    hub.answers(
      answer(201, { receipt: 'new', position: '1' }),
      answer(200, { receipt: 'before', position: '1' }),
      answer(422, problem(422, 'RULE_NO_CONTRACT')),
    );
    const outcomes = [];
    for (const text of ['a', 'b', 'c'].map(push))
      outcomes.push(...(await pushed([text], { what: 'evidence' })));
    expect(outcomes.map(({ status }) => status)).toEqual([201, 200, 422]);
    expect(told(outcomes)).toEqual(['new', 'before', '1 RULE_NO_CONTRACT']);
  });

  describe('with a file of receipts', () => {
    let folder: string;
    beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'push-'))));
    afterEach(() => rm(folder, { recursive: true }));

    async function run(texts: readonly string[], options: PushOptions = {}) {
      const receipts = await ReceiptsFile.open(join(folder, 'receipts.ndjson'));
      try {
        return await pushed(texts, { receipts, ...options });
      } finally {
        await receipts.close();
      }
    }

    test('goes on where it broke off, and answers as if it had not', async () => {
      hub.answers((lines, response) => {
        response.write(yes(lines[0]!, 1), () => response.destroy());
      });
      const texts = ['a', 'b', 'c'].map(push);
      await expect(run(texts, { patience: 0 })).rejects.toThrow(HubUnreachable);
      hub.answers(acceptAll);
      expect(told(await run(texts))).toEqual(['receipt of a', 'receipt of b', 'receipt of c']);
      expect(hub.requests.at(-1)).toEqual(['b', 'c']);
      await run(texts);
      expect(hub.requests).toHaveLength(2);
    });

    test('sends a line again that was refused', async () => {
      hub.answers((_, response) => response.end(no(1, 422, 'RULE_NO_CONTRACT')), acceptAll);
      expect(told(await run([push('a')]))).toEqual(['1 RULE_NO_CONTRACT']);
      expect(told(await run([push('a')]))).toEqual(['receipt of a']);
    });
  });
});
