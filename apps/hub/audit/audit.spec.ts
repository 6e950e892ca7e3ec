import type { ReplayedEvent } from '#client';
import { TestHub } from '../hub.samples.ts';

const PATH = '/v1/audit/events';

describe('an auditor', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start();
    await hub.pushed();
    await hub.pushed();
  });
  afterAll(() => hub.close());

  const replay = (query = '', by = 'KZ.AUDIT') => hub.ask(`${PATH}${query}`, { by });
  const replayed = async (query = '') => (await replay(query)).lines<ReplayedEvent>();

  test('gets every event, exactly as it is stored', async () => {
    expect(await replayed()).toEqual(await hub.events());
  });

  test('goes on where it was interrupted', async () => {
    const all = await replayed();
    const rest = await replayed(`?after=${all[9]!.position}`);
    expect(rest).toEqual(all.slice(10));
    expect(await replayed(`?after=${all.at(-1)!.position}`)).toEqual([]);
  });

  test('chooses by stream, type and what was known when', async () => {
    const all = await replayed();
    const certificates = all.filter(({ stream }) => stream.startsWith('certificate-KG.MOH-'));
    expect(certificates).toHaveLength(2);
    expect(await replayed('?streamPrefix=certificate-KG.MOH-')).toEqual(certificates);
    expect(await replayed('?type=CertificateIssued')).toEqual(certificates);
    const recordedAt = ({ metadata }: ReplayedEvent) =>
      (JSON.parse(metadata) as { recordedAt: string }).recordedAt;
    const knownAt = recordedAt(certificates[0]!);
    expect(await replayed(`?knownAt=${knownAt}`)).toEqual(
      all.filter((event) => recordedAt(event) <= knownAt),
    );
  });

  test('leaves a trace', async () => {
    const before = (await hub.events('access')).length;
    await replay();
    const [event] = (await hub.events('access')).slice(before);
    expect(event).toMatchObject({ type: 'EventsReplayed' });
  });

  test.each(['KG.MOH', 'RU.AGENCY1'])('is somebody else than %s', async (by) => {
    expect((await replay('', by)).problem).toMatchObject({
      status: 403,
      code: 'TRUST_NOT_ALLOWED',
    });
  });

  test.each([
    ['?streamPrefix=%00', '/streamPrefix'],
    ['?knownAt=now', '/knownAt'],
    ['?type=A%20B', '/type'],
    ['?other=1', '/other'],
  ])('is told that %s is no choice', async (query, pointer) => {
    expect((await replay(query)).problem).toMatchObject({ code: 'WIRE_SCHEMA_MISMATCH', pointer });
  });

  test('is told that a position is none of this hub', async () => {
    expect((await replay('?after=x')).problem).toMatchObject({ code: 'WIRE_SCHEMA_MISMATCH' });
  });
});
