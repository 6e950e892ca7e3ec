import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HubClient, HubRefusal } from '#client';
import { Stage } from '../stage/stage.ts';
import { issue, type Issue, type Ministry } from './act.ts';
import { agree } from './agree.ts';
import { extent } from './extent.ts';
import { keptEvents } from './inspect.ts';
import { ministryOf } from './ministry.ts';

const LOCKS = extent(1, 20);

describe(`a store that somebody else keeps locked, ${LOCKS} times`, () => {
  let stage: Stage;
  let ministry: Ministry;
  let impatient: HubClient;
  beforeAll(async () => {
    stage = await Stage.start();
    await agree(stage, ['KG', 'RU']);
    ministry = await ministryOf(stage, 'KG');
    impatient = new HubClient(stage.origin, await stage.key('KG.MOH', 'request'));
  });
  afterAll(() => stage.close());

  /** As a tool does that is run on a live file. */
  async function locked(action: () => Promise<void>): Promise<void> {
    const tool = new DatabaseSync(join(stage.folder, 'data', 'events.db'));
    tool.exec('BEGIN IMMEDIATE');
    try {
      await action();
    } finally {
      tool.exec('ROLLBACK');
      tool.close();
    }
  }

  test('acknowledges nothing, says when to ask again, and takes it then', async () => {
    const acts: Issue[] = [];
    for (let n = 0; n < LOCKS; n++) {
      const act = await issue(ministry, n, n);
      await locked(async () => {
        const refusal = await impatient.transport.post(act.path, act.content).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(refusal).toBeInstanceOf(HubRefusal);
        const { code, retryAfterSeconds } = refusal as HubRefusal;
        expect(code).toBe('STORE_UNAVAILABLE');
        expect(retryAfterSeconds).toBeGreaterThan(0);
      });
      await ministry.hub.transport.post(act.path, act.content);
      acts.push(act);
    }
    const { events } = await keptEvents(stage);
    for (const { stream } of acts)
      expect(events.filter((event) => event.stream === stream)).toHaveLength(1);
  }, 600_000);
});
