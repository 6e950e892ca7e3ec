import { eraseWorker, type HubRefusal } from '#client';
import { TestHub, type Certificate } from '../hub.samples.ts';
import { contractWith, Ministries, replayed } from '../audit/replay.samples.ts';

describe('an erasure over HTTP', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const statement = ({ issuer, id }: Certificate, by = 'KG.MOH', basis = 'CONSENT_WITHDRAWN') =>
    eraseWorker(hub.key(`${by} statement`), hub.now(), { record: { issuer, id }, basis });
  const erase = (text: string, by = 'KG.MOH') => hub.client(by).erase(text);
  const codeOf = (action: Promise<unknown>) =>
    action.then(
      () => undefined,
      (error: HubRefusal) => error.code,
    );
  const erasuresOf = async ({ id }: Certificate) =>
    (await hub.events()).filter(({ type, data }) => type === 'SubjectErased' && data.includes(id));

  test('leaves nothing to read, and everything to verify', async () => {
    const record = await hub.pushed({ clearances: 1 });
    await erase(statement(record));
    const read = hub.client('RU.MOH').certificate(record.issuer, record.id);
    expect(await read).toMatchObject({ status: 'ISSUED', presentation: 'ERASED' });
    expect((await replayed(hub)).findings).toEqual([]);
  });

  test('is done once, and answered with the same receipt', async () => {
    const record = await hub.pushed();
    const text = statement(record);
    const answers = await Promise.all(Array.from({ length: 8 }, () => erase(text)));
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await erasuresOf(record)).toHaveLength(1);
    expect(await codeOf(erase(statement(record, 'KG.MOH', 'LAW')))).toBe('RULE_SUBJECT_ERASED');
  });

  test('is for the state that issued, of a record that there is', async () => {
    const record = await hub.pushed();
    expect(await codeOf(erase(statement(record, 'RU.MOH'), 'RU.MOH'))).toBe('TRUST_NOT_ALLOWED');
    const none = { ...record, id: '11111111-1111-4111-8111-111111111111' };
    expect(await codeOf(erase(statement(none)))).toBe('RULE_RECORD_UNKNOWN');
  });

  test('ends the worker as this worker: a successor is refused, a new record is of somebody new', async () => {
    const record = await hub.pushed();
    await erase(statement(record));
    expect(await codeOf(new Ministries(hub).supersede(record))).toBe('RULE_RECORD_ERASED');
    await hub.pushed({ claims: { subject: record.claims.subject } });
    const history = await replayed(hub);
    expect(history).toMatchObject({ findings: [], open: { erasures: 0, successors: 0 } });
  });

  test('tells of each record that was pushed meanwhile, or it is of somebody new', async () => {
    const first = await hub.pushed();
    const { subject } = first.claims;
    const more = await Promise.all(
      Array.from({ length: 24 }, () => hub.certificate({ claims: { subject } })),
    );
    const outcomes = await Promise.allSettled([
      ...more.slice(0, 12).map(({ push }) => hub.client('KG.MOH').pushCertificate(push)),
      erase(statement(first)),
      ...more.slice(12).map(({ push }) => hub.client('KG.MOH').pushCertificate(push)),
    ]);
    const refused = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as HubRefusal).code] : [],
    );
    expect(refused.filter((code) => code !== 'RULE_RECORD_ERASED')).toEqual([]);
    const history = await replayed(hub);
    expect(history.findings).toEqual([]);
    expect(history.open.erasures).toBe(0);
  });

  test('reaches who got a record meanwhile', async () => {
    const ministries = new Ministries(hub);
    const records = await Promise.all(Array.from({ length: 6 }, () => hub.pushed()));
    const more = contractWith('kg-by', ['KG', 'BY'], { includeValid: true });
    await Promise.all([
      ministries.includeValid(more),
      ...records.map((record) => ministries.erase(record)),
    ]);
    const history = await replayed(hub);
    expect(history).toMatchObject({ findings: [], open: { erasures: 0 } });
  });
});
