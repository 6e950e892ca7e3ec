import { signRequest, type SigningKey } from '#signing';
import { Stage } from '../stage/stage.ts';
import { ask, issue, revocation, type Act, type Ministry } from './act.ts';
import { agree } from './agree.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { lostReceipts } from './evidence.ts';
import { extent } from './extent.ts';
import { givenReceipts, keptEvents } from './inspect.ts';
import { ministryOf } from './ministry.ts';

const CUTS = extent(100, 1_000);
const AT_ONCE = 64;

/** Asks the hub by way of another address. */
function askAt(origin: string, { hub, path, content }: Act, key: SigningKey): Promise<Response> {
  const body = Buffer.from(JSON.stringify(content));
  const method = 'POST';
  const signed = signRequest({ method, url: `${hub.transport.origin}${path}`, key, body });
  const headers = { 'content-type': 'application/json', ...signed };
  return fetch(`${origin}${path}`, { method, headers, body });
}

describe('the same asked again', () => {
  let stage: Stage;
  let ministry: Ministry;
  beforeAll(async () => {
    stage = await Stage.start();
    await agree(stage, ['KG', 'RU']);
    ministry = await ministryOf(stage, 'KG');
  });
  afterAll(() => stage.close());

  const eventsOf = async ({ stream }: Act) =>
    (await keptEvents(stage)).events.filter((event) => event.stream === stream);

  test(`${AT_ONCE} times at once is one event with one receipt, for a record and a statement`, async () => {
    const issued = await issue(ministry, 1, 1);
    for (const act of [issued, revocation(ministry, issued)]) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(act)));
      expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(1);
    }
    expect((await eventsOf(issued)).map(({ revision }) => revision)).toEqual([0, 1]);
  });

  test(`of ${CUTS} whose answer was lost is one event each, with one receipt`, async () => {
    const proxy = await CuttingProxy.start(stage.origin);
    const key = await stage.key('KG.MOH', 'request');
    const acts: Act[] = [];
    for (let n = 0; n < CUTS; n++) {
      const act = await issue(ministry, n + 2, n + 2);
      await expect(askAt(proxy.origin, act, key)).rejects.toThrow('fetch failed');
      acts.push({ ...act, receipt: (await ask(act)).receipt });
    }
    await proxy.close();
    const kept = await keptEvents(stage);
    const receipts = givenReceipts(stage, acts);
    expect(lostReceipts({ ...kept, receipts, effects: [] })).toEqual([]);
    const streams = new Set(acts.map(({ stream }) => stream));
    expect(kept.events.filter(({ stream }) => streams.has(stream))).toHaveLength(CUTS);
  }, 600_000);
});
