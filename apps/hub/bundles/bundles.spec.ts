import {
  confirmDeliveries,
  endorseAuthority,
  HubClient,
  verifyBundle,
  type BundleStep,
} from '#client';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub, type Certificate } from '../hub.samples.ts';
import { SampleLog } from '../proofs/log.samples.ts';
import { registered } from '../recruitment/demands/demands.samples.ts';
import { Recruiters, type OpenCase } from '../recruitment/cases/cases.samples.ts';

describe('the evidence of a record', () => {
  const log = new SampleLog();
  const accessLog = new SampleLog('access');
  let hub: TestHub;
  let certificate: Certificate;
  let opened: OpenCase;
  beforeAll(async () => {
    const contracts = [sampleContract(), sampleRecruitment(['KG', 'RU'])];
    hub = await TestHub.start({ log, accessLog, contracts });
    certificate = await hub.pushed();
    const { id: event } = (await hub.events()).at(-1)!;
    const delivered = {
      event,
      digest: 'A'.repeat(43),
      outcome: 'DELIVERED',
      time: hub.now(),
    } as const;
    const said = { authority: 'RU.MOH', receipts: [delivered] };
    await hub
      .client('RU.MOH')
      .confirmDeliveries(confirmDeliveries(hub.key('RU.MOH statement'), hub.now(), said));
    const { claims } = certificate;
    await hub.client('RU.AGENCY1').verify(
      {
        code: claims.verificationCode,
        documentNumber: claims.subject.documents[0]!.number,
        birthDate: claims.subject.birthDate,
        destination: 'RU',
      },
      hub.receiptKey,
    );
    await hub.client('RU.MOH').certificate('KG.MOH', certificate.id);
    const recruiters = new Recruiters(hub);
    opened = await recruiters.opened();
    const other = await recruiters.opened();
    const { name } = await registered(hub);
    await recruiters.led(opened, 'CLEARED', name);
    await recruiters.led(other, 'SELECTED', name);
    await log.sign(hub);
    await accessLog.sign(hub);
  });
  afterAll(() => hub.close());

  const pathTo = ({ issuer, id }: { issuer: string; id: string }) =>
    `/v1/audit/evidence/${issuer}/${id}`;
  const verified = async (by: HubClient, record: { issuer: string; id: string }) => {
    const bundle = await by.evidence(record);
    return verifyBundle(bundle, hub.federation.genesis.document, { quorum: 0 });
  };
  const found = (steps: readonly BundleStep[], name: string) =>
    steps.find(({ step }) => step === name)?.found;

  test('of a certificate verifies with no hub', async () => {
    const { isProved, steps, record } = await verified(hub.client('KZ.AUDIT'), certificate);
    expect(steps.filter(({ result }) => result === 'FAILED')).toEqual([]);
    expect(isProved).toBe(true);
    expect(record).toMatchObject({ id: certificate.id, answer: { status: 'ISSUED' } });
    expect(found(steps, 'RECEIPTS')).toBe('1 receipts');
    expect(found(steps, 'DELIVERIES')).toBe('1 statements');
    expect(found(steps, 'VERIFICATIONS')).toMatch(/^2 answers and reads, among \d+/);
  });

  test('has nothing of the access log that no checkpoint covers yet', async () => {
    await hub.client('RU.MOL').certificate('KG.MOH', certificate.id);
    const asked = async () =>
      found((await verified(hub.client('KZ.AUDIT'), certificate)).steps, 'VERIFICATIONS');
    expect(await asked()).toMatch(/^2 /);
    await accessLog.sign(hub);
    expect(await asked()).toMatch(/^3 /);
  });

  test('of a case verifies likewise, with its demand', async () => {
    const auditor = {
      id: 'KG.AUDIT',
      name: 'Audit',
      roles: ['auditor' as const],
      signsContracts: false,
    };
    await hub.anybody.submitStatement(
      endorseAuthority(hub.key('KG root'), hub.now(), { authority: auditor }),
    );
    const own = new HubClient(hub.origin, await hub.endorsed('KG.AUDIT', 'request'));
    await log.sign(hub);
    const { reference } = opened;
    const { isProved, steps, record } = await verified(own, reference);
    expect(steps.filter(({ result }) => result === 'FAILED')).toEqual([]);
    expect(isProved).toBe(true);
    expect(record?.answer).toMatchObject({ status: 'CLEARED', canProceed: true });
  });

  test('is for auditors of the states that it concerns', async () => {
    for (const [by, record, status, code] of [
      ['KG.MOH', certificate, 403, 'TRUST_NOT_ALLOWED'],
      ['KZ.AUDIT', opened.reference, 403, 'TRUST_NOT_ALLOWED'],
      ['KZ.AUDIT', { issuer: 'KG.MOH', id: crypto.randomUUID() }, 404, 'RULE_RECORD_UNKNOWN'],
      ['KZ.AUDIT', { issuer: 'KG.MOH', id: 'x' }, 400, 'WIRE_SCHEMA_MISMATCH'],
    ] as const)
      expect((await hub.ask(pathTo(record), { by })).problem).toMatchObject({ status, code });
  });

  test('leaves a trace', async () => {
    const before = (await hub.events('access')).length;
    const answer = await hub.ask(pathTo(certificate), { by: 'KZ.AUDIT' });
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toContain(certificate.id);
    expect((await hub.events('access'))[before]).toMatchObject({ type: 'EventsReplayed' });
  });
});
