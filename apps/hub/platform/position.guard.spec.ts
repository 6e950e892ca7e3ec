import { changeLicence, HubClient } from '#client';
import { TestHub } from '../hub.samples.ts';
import { SecondHub } from '../second-hub.samples.ts';

type Described = { readonly licences: readonly { readonly acts: readonly { act: string }[] }[] };

describe('a request that names a position', () => {
  let hub: TestHub;
  let second: SecondHub;
  beforeAll(async () => {
    hub = await TestHub.start();
    second = await SecondHub.beside(hub, 600);
  });
  afterAll(async () => {
    await second.close();
    await hub.close();
  });

  /** The last act on a licence, as the second hub tells it. */
  const told = async (client: HubClient) => {
    const { licences } = await client.transport.get<Described>('/v1/participants/KG.AGENCY1');
    return licences[0]!.acts.at(-1)!.act;
  };

  test('is answered by a hub that has heard of it, whichever hub stored it', async () => {
    const anybody = new HubClient(hub.origin, undefined, { at: second.at });
    second.hearsNothing();
    const about = { act: 'SUSPEND', agency: 'KG.AGENCY1', number: 'KG-0001' } as const;
    const statement = changeLicence(hub.key('KG.MOL statement'), hub.now(), about);
    const { position } = await hub.anybody.submitStatement(statement);
    const answer = told(anybody.after(position));
    expect(await told(anybody)).toBe('GRANTED');
    second.listens();
    expect(await answer).toBe('SUSPENDED');
  });

  test('is refused where the position is none', async () => {
    for (const position of ['', 'over there', '0'.repeat(65)]) {
      const headers = { 'eurasec-position': position };
      const { status, problem } = await hub.ask('/v1/participants/KG.MOH', { headers });
      expect([status, problem.code]).toEqual([400, 'WIRE_SCHEMA_MISMATCH']);
    }
  });
});
