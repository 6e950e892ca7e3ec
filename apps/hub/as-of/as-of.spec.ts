import {
  changeRecognition,
  eraseWorker,
  reportCompromise,
  revoke,
  signAsOf,
  terminateContract,
  verifyAsOf,
  type AsOfEvidence,
  type AsOfKind,
  type AsOfStatement,
} from '#client';
import { hashOf } from '#contracts';
import { recordDigest } from '#credentials';
import { later, type HubError, type Instant } from '#kernel';
import { parseJws } from '#signing';
import { until } from '#testing';
import { sampleContract, TestHub } from '../hub.samples.ts';
import { SampleLog } from '../proofs/log.samples.ts';

type Moments = { readonly validAt?: Instant; readonly knownAt?: Instant };

const codeOf = (error: unknown) => (error as HubError).code;

describe('an answer about any moment', () => {
  const log = new SampleLog();
  const contract = sampleContract();
  let hub: TestHub;
  let record: { readonly issuer: string; readonly id: string; readonly digest: string };
  /** When the record was recorded, and from when on it is revoked; and when everything was told. */
  let issued: Instant;
  let told: Instant;

  beforeAll(async () => {
    hub = await TestHub.start({ log, contracts: [contract] });
    const pushed = await hub.pushed();
    const jwt = pushed.record.slice(0, pushed.record.indexOf('~'));
    record = { issuer: 'KG.MOH', id: pushed.id, digest: recordDigest(jwt) };
    issued = await lastRecorded();
    await until(() => hub.now() > issued);
    const key = hub.key('KG.MOH statement');
    const kg = hub.client('KG.MOH');
    const about = { record, reason: 'NEW_FINDING' as const, effectiveFrom: issued };
    await kg.recognition('KG.MOH', record.id, suspension('SUSPEND'));
    await kg.revoke('KG.MOH', record.id, revoke(key, hub.now(), about));
    const end = { contract: contract.id, version: 1, hash: hashOf(contract) };
    const effectiveFrom = later(hub.now(), 60);
    await kg.terminateContract(
      contract.id,
      terminateContract(key, hub.now(), { ...end, effectiveFrom }),
    );
    const { kid } = hub.key('RU.MOL record');
    await kg.submitStatement(
      reportCompromise(hub.key('RU root'), hub.now(), { kid, since: issued }),
    );
    const subject = { issuer: 'KG.MOH', id: record.id };
    await kg.erase(eraseWorker(key, hub.now(), { record: subject, basis: 'CONSENT_WITHDRAWN' }));
    told = await lastRecorded();
    await log.sign(hub);
  });
  afterAll(() => hub.close());

  const suspension = (act: 'SUSPEND' | 'RESTORE') =>
    changeRecognition(hub.key('RU.MOL statement'), hub.now(), {
      ...{ record, act, state: 'RU', reason: 'DOUBT' },
    });
  const lastRecorded = async () => {
    const { metadata } = (await hub.events()).at(-1)!;
    return (JSON.parse(metadata) as { recordedAt: Instant }).recordedAt;
  };
  const ask = (kind: AsOfKind, of: string, moments: Moments = {}) =>
    hub.client('KZ.AUDIT').asOf(kind, of, moments);
  const verify = <Kind extends AsOfKind>(
    evidence: AsOfEvidence,
    asked: { readonly kind: Kind; readonly of: string } & Moments,
  ) => verifyAsOf(hub.federation.genesis.document, evidence, asked, { quorum: 0 });
  const answer = async <Kind extends AsOfKind>(kind: Kind, of: string, moments: Moments = {}) =>
    (await verify(await ask(kind, of, moments), { kind, of, ...moments })).answer;
  const name = () => `KG.MOH/${record.id}`;

  describe('is made again from the events that decide it', () => {
    test('of a record, on both axes', async () => {
      const before = later(issued, -0.001);
      const status = async (moments: Moments) => (await answer('record', name(), moments)).status;
      expect(await status({ validAt: before, knownAt: issued })).toBe('ISSUED');
      expect(await status({ validAt: issued, knownAt: issued })).toBe('ISSUED');
      expect(await status({ validAt: before, knownAt: told })).toBe('ISSUED');
      expect(await status({ validAt: issued, knownAt: told })).toBe('REVOKED');
      expect(await status({ knownAt: before })).toBe('UNKNOWN');
    });

    test('of a record: to whom it went, and what each was entitled to', async () => {
      const then = await answer('record', name(), { validAt: issued, knownAt: issued });
      expect(then).toMatchObject({ digest: record.digest, isErased: false, notRecognisedBy: [] });
      const { to } = then as Extract<typeof then, { to: unknown }>;
      expect(to.map(({ authority }) => authority)).toEqual([
        'KZ.MOH',
        'KZ.MOL',
        'RU.MOH',
        'RU.MOL',
      ]);
      expect(to[3]!.grants[0]).toMatchObject({ contract: contract.id, version: 1 });
      expect(to[3]!.grants[0]!.claims).toEqual(contract.grants[1]!.claims);
      expect(await answer('record', name())).toMatchObject({
        isErased: true,
        notRecognisedBy: ['RU'],
      });
    });

    test('of a participant: membership, roles and keys', async () => {
      const then = await answer('participant', 'RU.MOL', { validAt: issued, knownAt: issued });
      expect(then).toMatchObject({
        membership: 'member',
        authority: { roles: ['labour-ministry'] },
      });
      const { kid } = hub.key('RU.MOL record');
      const standing = ({ keys }: typeof then) => keys.find((key) => key.kid === kid)?.standing;
      expect(standing(then)).toBe('ACTIVE');
      expect(standing(await answer('participant', 'RU.MOL'))).toBe('TRUST_KEY_COMPROMISED');
      expect(await answer('participant', 'RU.AGENCY1')).toHaveProperty('licences.0.status');
      expect(await answer('participant', 'XX')).toEqual({ membership: 'NOT_ADMITTED', keys: [] });
    });

    test('of a contract: its versions, who signed, and how it stood', async () => {
      const then = await answer('contract', contract.id, { validAt: issued, knownAt: issued });
      expect(then).toMatchObject({ standing: 'IN_FORCE', version: 1 });
      expect(then.versions[0]!.signedBy).toEqual(['KG', 'KZ', 'RU']);
      const later_ = { validAt: later(told, 3_600) };
      expect((await answer('contract', contract.id, later_)).standing).toBe('TERMINATED');
      expect((await answer('contract', 'nothing')).standing).toBe('UNKNOWN');
    });

    test('of an entitlement: every grant that was in force, and whom it let have what', async () => {
      const of = 'KG.MOH/MedicalCertificate';
      const { grants } = await answer('entitlement', of, { validAt: issued, knownAt: issued });
      expect(grants.map(({ to }) => to)).toEqual(
        contract.grants.filter(({ from }) => from === 'KG.MOH').map(({ to }) => to),
      );
      expect(grants[0]).toMatchObject({ authorities: ['RU.MOH'], hash: hashOf(contract) });
      expect((await answer('entitlement', of, { validAt: later(told, 3_600) })).grants).toEqual([]);
    });
  });

  describe('is not proved', () => {
    let evidence: AsOfEvidence;
    beforeAll(async () => (evidence = await ask('record', name(), { knownAt: told })));
    const asked = () => ({ kind: 'record' as const, of: name(), knownAt: told });
    const refusal = (changed: AsOfEvidence, question = asked()) =>
      verify(changed, question).then(() => 'PROVED', codeOf);
    const saying = (change: Partial<AsOfStatement>) => {
      const { payload } = parseJws(evidence.answer, { typ: 'as-of+jws' });
      const said = { ...(payload as unknown as AsOfStatement), ...change };
      return { ...evidence, answer: signAsOf(said, hub.key('HUB receipt')) };
    };
    const without = (type: string): AsOfEvidence => {
      const events = evidence.excerpt.events.filter((one) => one.type !== type);
      return { ...evidence, excerpt: { ...evidence.excerpt, events } };
    };

    test('only where somebody lies', async () => expect(await refusal(evidence)).toBe('PROVED'));

    test('where the hub says something else', async () =>
      expect(await refusal(saying({ answer: { status: 'ISSUED' } }))).toBe(
        'TRUST_ANSWER_MISMATCH',
      ));

    test('where another question was answered', async () => {
      const other = { ...asked(), of: `KG.MOH/${crypto.randomUUID()}` };
      expect(await refusal(evidence, other)).toBe('TRUST_ANSWER_MISMATCH');
      expect(await refusal(saying({ knownAt: issued }))).toBe('TRUST_ANSWER_MISMATCH');
    });

    test('where it rests on what was not known yet', async () => {
      const early = { ...asked(), knownAt: issued };
      expect(await refusal(saying({ knownAt: issued }), early)).toBe('TRUST_ANSWER_MISMATCH');
    });

    test('where an event is left out that the hub counted, or that others rest on', async () => {
      expect(await refusal(without('SubjectErased'))).toBe('TRUST_ANSWER_MISMATCH');
      expect(await refusal(without('RecognitionSuspended'))).toBe('STORE_CORRUPT');
      expect(await refusal(without('ContractActivated'))).not.toBe('PROVED');
    });

    test.each(['data', 'metadata', 'stream', 'id', 'type'] as const)(
      'where the %s of an event was changed',
      async (member) => {
        const events = evidence.excerpt.events.map((event, at) =>
          at === 40 ? { ...event, [member]: `${event[member]} ` } : event,
        );
        const changed = { ...evidence, excerpt: { ...evidence.excerpt, events } };
        expect(await refusal(changed)).toBe('TRUST_LOG_PROOF');
      },
    );

    test('where it is no excerpt', async () => {
      const nothing = { ...evidence, excerpt: {} } as AsOfEvidence;
      expect(await refusal(nothing)).toBe('WIRE_SCHEMA_MISMATCH');
    });
  });

  test('is for auditors', async () => {
    const path = `/v1/audit/as-of/participant?of=KG`;
    const { problem } = await hub.ask(path, { by: 'KG.MOH' });
    expect(problem).toMatchObject({ status: 403, code: 'TRUST_NOT_ALLOWED' });
  });

  test.each([
    ['weather?of=KG', '/kind'],
    ['participant?of=kg', '/of', 'expected: the name of a participant'],
    ['participant', '/of'],
    [
      'participant?of=KG&knownAt=2999-01-01T00:00:00.000Z',
      '/knownAt',
      'expected: an instant that has come',
    ],
    ['participant?of=KG&validAt=soon', '/validAt'],
  ])('is none to %s', async (asked, pointer, said = '') => {
    const { problem } = await hub.ask(`/v1/audit/as-of/${asked}`, { by: 'KZ.AUDIT' });
    expect(problem).toMatchObject({ status: 400, code: 'WIRE_SCHEMA_MISMATCH', pointer });
    expect(problem.detail).toContain(said);
  });

  test('waits for the checkpoint that covers what is known', async () => {
    await hub.anybody.submitStatement(
      reportCompromise(hub.key('BY root'), hub.now(), {
        kid: hub.key('BY.MOL record').kid,
        since: issued,
      }),
    );
    expect(await ask('participant', 'BY').then(() => 'ANSWERED', codeOf)).toBe('STORE_BEHIND');
    expect((await answer('participant', 'BY', { knownAt: told })).membership).toBe('member');
    await log.sign(hub);
    expect((await answer('participant', 'BY')).membership).toBe('member');
  });
});
