import type { Answer } from '#client';
import { parseClearance } from '#credentials';
import { contractWith, Ministries } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';

describe('a verification code', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [contractWith('all', ['KG', 'RU', 'TJ'])] });
  });
  afterAll(() => hub.close());

  const ask = async ({ claims }: Certificate): Promise<Answer['answer']> => {
    const question = {
      code: claims.verificationCode,
      documentNumber: claims.subject.documents[0]!.number,
      birthDate: claims.subject.birthDate,
      destination: 'RU',
    };
    return (await hub.client('RU.AGENCY1').verify(question, hub.receiptKey)).answer;
  };
  const withCodeOf = ({ claims }: Certificate) => {
    const { verificationCode, subject } = claims;
    return { verificationCode, subject };
  };

  test('leads to the record that was stored, whatever was refused before it', async () => {
    const [spent] = (await hub.pushed({ clearances: 1 })).clearances;
    const { idx: index, uri: list } = parseClearance(spent!).payload.status.status_list;
    const refused = await hub.certificate({ status: [{ list, index }] });
    const pushed = hub.client('KG.MOH').pushCertificate(refused.push);
    await expect(pushed).rejects.toThrow('RULE_STATUS_INDEX_SPENT');
    expect(await ask(refused)).toBe('NOT_CONFIRMED');
    expect(await ask(await hub.pushed({ claims: withCodeOf(refused) }))).toBe('CONFIRMED');
  });

  test('that a correction keeps leads to the correction', async () => {
    const wrong = await hub.pushed();
    expect(await ask(wrong)).toBe('CONFIRMED');
    const ministries = new Ministries(hub);
    expect(await ask(await ministries.supersede(wrong, withCodeOf(wrong)))).toBe('CONFIRMED');
    expect(await ask(wrong)).toBe('CONFIRMED');
  });

  test('is not taken over by another issuer', async () => {
    const record = await hub.pushed();
    const claims = {
      ...withCodeOf(record),
      subject: { ...record.claims.subject, familyName: 'Другой' },
    };
    await hub.pushed({ issuer: 'TJ.MOH', claims });
    expect(await ask(record)).toBe('CONFIRMED');
    const revoked = await hub.pushed();
    await hub.pushed({ issuer: 'TJ.MOH', claims: withCodeOf(revoked) });
    await new Ministries(hub).revoke(revoked);
    expect(await ask(revoked)).toBe('NOT_CONFIRMED');
  });
});
