import { verifyHistory, verifyReceipt } from '#client';
import { parseJws } from '#signing';
import { parseLogProof } from '#transparency';
import { TestHub } from '../hub.samples.ts';
import { SampleLog } from './log.samples.ts';

describe('the proof of a receipt', () => {
  const log = new SampleLog();
  let hub: TestHub;
  let receipt: string;
  let path: string;
  beforeAll(async () => {
    hub = await TestHub.start({ log });
    await log.sign(hub);
    const { push } = await hub.certificate();
    ({ receipt } = await hub.client('KG.MOH').pushCertificate(push));
    path = pathOf(receipt);
  });
  afterAll(() => hub.close());

  const pathOf = (text: string) => {
    const { stream, revision } = parseJws(text, { typ: 'receipt+jws' }).payload;
    return `/v1/log/proofs/receipt?stream=${String(stream)}&revision=${String(revision)}`;
  };
  const proved = async (proof: string) => {
    const genesis = hub.federation.genesis.document;
    const { trust } = await verifyHistory(genesis, await hub.events());
    return verifyReceipt({ proof, genesis, trust, quorum: 0 });
  };

  test('comes as soon as a checkpoint covers the event', async () => {
    const early = await hub.ask(path, { by: 'KG.MOH' });
    expect(early.problem).toMatchObject({ status: 503, code: 'STORE_BEHIND' });
    await log.sign(hub);
    expect((await hub.ask(path, { by: 'KG.MOH' })).status).toBe(200);
  });

  test('is one file, which needs the founding document and nothing else', async () => {
    const { text, headers } = await hub.ask(path, { by: 'KG.MOH' });
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const { payload } = parseJws(receipt, { typ: 'receipt+jws' });
    expect(await proved(text)).toMatchObject({
      event: payload['event'],
      size: log.published!.size,
    });
    const brought = JSON.parse(String(parseLogProof(text).extra)) as { receipt: string };
    expect(brought.receipt).toBe(receipt);
  });

  test('is given to auditors too, and to nobody else', async () => {
    expect((await hub.ask(path, { by: 'KZ.AUDIT' })).status).toBe(200);
    for (const asked of [path, path.replace(/revision=0/, 'revision=9')])
      expect((await hub.ask(asked, { by: 'RU.MOH' })).problem).toMatchObject({
        status: 403,
        code: 'TRUST_NOT_ALLOWED',
      });
  });

  test('is given for statements and contracts alike', async () => {
    const events = await hub.events();
    for (const type of ['ContractProposed', 'AuthorityEndorsed']) {
      const { stream, revision } = events.find((one) => one.type === type)!;
      const { text } = await hub.ask(
        `/v1/log/proofs/receipt?stream=${stream}&revision=${revision}`,
        { by: 'KZ.AUDIT' },
      );
      expect(await proved(text)).toMatchObject({ stream, revision });
    }
  });

  test('is none of what no receipt was given for', async () => {
    const nothing = await hub.ask(path.replace(/revision=0/, 'revision=9'), { by: 'KZ.AUDIT' });
    expect(nothing.problem).toMatchObject({ status: 404, code: 'WIRE_NOT_FOUND' });
    const unreadable = await hub.ask(path.replace(/revision=0/, 'revision=-1'), { by: 'KZ.AUDIT' });
    expect(unreadable.problem).toMatchObject({ status: 400, code: 'WIRE_SCHEMA_MISMATCH' });
  });
});
