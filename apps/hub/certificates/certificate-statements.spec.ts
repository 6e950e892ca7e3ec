import { revoke, type HubRefusal } from '#client';
import { referenceTo } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';

const outcomeOf = <Result>(action: Promise<Result>) =>
  action.then(
    (result) => ({ result, code: undefined }),
    (error: HubRefusal) => ({ result: undefined, code: error.code }),
  );

describe('a statement about a certificate', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const say = (record: Certificate, by = 'KG.MOH') =>
    revoke(hub.key(`${by} statement`), hub.now(), {
      record: referenceTo(record),
      reason: 'NEW_FINDING',
    });
  const revokeBy = (by: string, id: string, statement: string) =>
    outcomeOf(hub.client(by).revoke('KG.MOH', id, statement));

  test('is carried out once, whoever brings it and however often at once', async () => {
    const record = await hub.pushed();
    const statement = say(record);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        revokeBy(n % 2 ? 'KG.MOH' : 'RU.MOH', record.id, statement),
      ),
    );
    const receipts = new Set(answers.map(({ result }) => result?.receipt));
    expect(receipts.size).toBe(1);
    expect(receipts).not.toContain(undefined);
    const revoked = (await hub.events()).filter(({ type }) => type === 'CertificateRevoked');
    expect(revoked).toHaveLength(1);
  });

  test('is about the record that the path names, and says so by its digest', async () => {
    const [record, other] = [await hub.pushed(), await hub.pushed()];
    expect((await revokeBy('KG.MOH', other.id, say(record))).code).toBe('RULE_RECORD_UNKNOWN');
    const never = await hub.certificate();
    expect((await revokeBy('KG.MOH', never.id, say(never))).code).toBe('RULE_RECORD_UNKNOWN');
  });

  test("is its issuer's", async () => {
    const record = await hub.pushed();
    expect((await revokeBy('RU.MOH', record.id, say(record, 'RU.MOH'))).code).toBe(
      'TRUST_WRONG_ISSUER',
    );
    const inItsName = { ...hub.key('RU.MOH statement'), holder: 'KG.MOH' };
    const statement = revoke(inItsName, hub.now(), {
      record: referenceTo(record),
      reason: 'NEW_FINDING',
    });
    expect((await revokeBy('KG.MOH', record.id, statement)).code).toBe('TRUST_WRONG_ISSUER');
  });

  test('of another kind is refused where it does not belong', async () => {
    const record = await hub.pushed();
    const { code } = await outcomeOf(hub.client('KG.MOH').review('KG.MOH', record.id, say(record)));
    expect(code).toBe('WIRE_TYP_UNEXPECTED');
  });
});
