import { confirmDeliveries, eraseWorker, revoke } from '#client';
import { newVerificationCode, recordDigest } from '#credentials';
import { signRequest } from '#signing';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub, type Certificate } from './hub.samples.ts';
import { altered, inTheOpen } from './records/altered.samples.ts';
import { Recruiters } from './recruitment/cases/cases.samples.ts';

const PUSH = '/v1/medical-certificates';
const MARK = 'Zanaveskin';
const FORGED = `${MARK}\r\n{"level":"error","message":"forged"}`;

/** Everything of a certificate that could be told of a person: every text that is longer than a code. */
function personal({ claims, record }: Certificate): string[] {
  const texts: string[] = [];
  const gather = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  const { subject, number, verificationCode, consent, issuerOrganisation } = claims;
  gather([subject.familyName, subject.givenName, subject.patronymic, subject.familyNameLatin]);
  gather([subject.givenNameLatin, subject.birthDate, subject.documents.map((one) => one.number)]);
  gather([number.number, verificationCode, consent.id, issuerOrganisation.name]);
  return [...texts, ...record.split('~').slice(1, -1)];
}

describe('what a hub is told of a person', () => {
  let hub: TestHub;
  const told = new Set<string>([MARK, 'forged']);
  const answers: string[] = [];
  beforeAll(async () => {
    const contracts = [sampleContract(), sampleRecruitment(['KG', 'RU'])];
    hub = await TestHub.start({ contracts });
    const remember = (certificate: Certificate) => {
      for (const text of personal(certificate)) told.add(text);
      return certificate;
    };
    const ask = async (...question: Parameters<TestHub['ask']>) => {
      const answer = await hub.ask(...question);
      answers.push(answer.text);
      return answer;
    };
    // Numbers that look like nothing else.
    let n = 8_765_000;
    const made = async () => remember(await hub.certificate({ n: ++n }));
    const by = 'KG.MOH';
    const key = hub.key('KG.MOH record');
    const stored = remember(await hub.pushed({ n, clearances: 2 }));
    const { id, issuer } = stored;
    const path = `${PUSH}/${issuer}/${id}`;

    // Every claim, wrong in its own way.
    for (const claim of Object.keys(stored.claims).filter(
      (name) => !['subject', 'examinations', 'assessments'].includes(name),
    ))
      await ask(PUSH, {
        by,
        body: altered(await made(), key, claim, FORGED).push,
      });
    for (const claim of ['familyName', 'givenName', 'birthDate', 'sex', 'citizenship', 'documents'])
      await ask(PUSH, {
        by,
        body: altered(await made(), key, claim, FORGED).push,
      });
    await ask(PUSH, { by, body: inTheOpen(await made(), key).push });

    // Every member of every body, of every wrong form.
    const statement = revoke(hub.key('KG.MOH statement'), hub.now(), {
      record: { issuer, id, digest: recordDigest(stored.record.split('~')[0]!) },
      reason: FORGED as 'NEW_FINDING',
    });
    const receipts = confirmDeliveries(hub.key('RU.MOH statement'), hub.now(), {
      authority: 'RU.MOH',
      receipts: [{ event: id, digest: MARK, outcome: 'REFUSED', time: hub.now(), reason: FORGED }],
    });
    const erasure = eraseWorker(hub.key('KG.MOH statement'), hub.now(), {
      record: { issuer, id },
      basis: FORGED,
    });
    const bodies: [string, object | string][] = [
      [PUSH, { record: FORGED }],
      [PUSH, { record: stored.record, [FORGED]: FORGED }],
      [PUSH, { record: stored.record, clearances: [FORGED] }],
      [PUSH, { record: `${stored.record}${MARK}~` }],
      [
        PUSH,
        {
          record: stored.record,
          sealed: [{ path: [FORGED], digest: FORGED, to: FORGED, jwe: FORGED }],
        },
      ],
      [PUSH, `{"record":"${MARK}","record":"${MARK}"}`],
      [PUSH, `${MARK}{`],
      ['/v1/medical-evidence', { record: stored.record }],
      [`${path}/revocation`, { statement }],
      [`${path}/revocation`, { statement: FORGED }],
      [`${path}/review`, { statement: Buffer.from(FORGED).toString('base64url') }],
      ['/v1/deliveries/receipts', { statement: receipts }],
      ['/v1/erasures', { statement: erasure }],
      ['/v1/exchange-contracts', { document: { id: FORGED, [FORGED]: 1 } }],
      [
        '/v1/exchange-contracts/kg-ru-kz/signatures',
        { hash: FORGED, signature: { protected: FORGED, signature: FORGED } },
      ],
      ['/v1/participants/statements', { statement: FORGED }],
      ['/v1/status-lists/KG.MOH/allocations', { count: FORGED }],
      [`/v1/deliveries/${id}/redrive`, { stream: FORGED }],
    ];
    for (const [to, body] of bodies) await ask(to, { by, body });
    await ask(`${PUSH}/batch`, {
      by,
      contentType: 'application/x-ndjson',
      body: `${MARK}\n{"record":"${MARK}"}\n${JSON.stringify(stored.push)}\n`,
    });

    // Questions about a person, right and wrong.
    const question = {
      code: stored.claims.verificationCode,
      documentNumber: stored.claims.subject.documents[0]!.number,
      birthDate: stored.claims.subject.birthDate,
      destination: 'RU',
    };
    for (const change of [
      {},
      { code: MARK },
      { documentNumber: FORGED },
      { birthDate: FORGED },
      { destination: FORGED },
      { occupation: FORGED },
      { clearance: FORGED },
      { [FORGED]: 1 },
    ])
      await ask('/v1/verifications', { by: 'RU.AGENCY1', body: { ...question, ...change } });

    // The worker's own case, by a token that leads there and by others.
    const consentToken = newVerificationCode();
    told.add(consentToken);
    const recruiters = new Recruiters(hub);
    const givenOn = hub.now().slice(0, 10);
    const purposes = ['ORGANISED_RECRUITMENT', 'OWN_STATUS'] as const;
    const consent = { id: 'CONSENT-CANARY', purposes, givenOn, language: 'ky' };
    const drafted = await recruiters.drafted(stored, { consentToken, consent });
    for (const text of ['CONSENT-CANARY', ...drafted.record.split('~').slice(1, -1)])
      told.add(text);
    await recruiters.open(drafted);
    for (const body of [{ consentToken }, { consentToken: FORGED }, { [FORGED]: 1 }])
      await ask('/v1/recruitment-cases/own-status', { by: 'KG.IRC', body });
    await ask('/v1/recruitment-cases/own-status', { by: 'KG.MOL', body: { consentToken } });

    // Paths, queries and header fields.
    const escaped = encodeURIComponent(FORGED);
    for (const to of [
      `/${escaped}`,
      `${PUSH}/${escaped}/${id}`,
      `${path}?validAt=${escaped}`,
      `${path}?${escaped}=1`,
      `/v1/audit/events?type=${escaped}`,
      `/v1/participants/${escaped}`,
      `/v1/participants/agencies?state=${escaped}`,
      '/v1/genesis/%zz',
    ])
      await ask(to, { by: 'KZ.AUDIT' });
    for (const headers of [
      { 'user-agent': MARK },
      { 'content-digest': MARK },
      { 'signature-input': `${MARK}=()`, signature: MARK },
      { 'content-encoding': MARK },
      { 'content-type': MARK },
    ])
      await ask(PUSH, { by, body: stored.push, headers });
    await ask(PUSH, {
      body: stored.push,
      headers: signRequest({
        method: 'POST',
        url: `${hub.origin}/${MARK}`,
        body: MARK,
        key: hub.key('KG.MOH request'),
      }),
    });
  });
  afterAll(() => hub.close());

  const found = (text: string) => [...told].filter((secret) => text.includes(secret));

  test('is enough to look for', () => {
    expect(told.size).toBeGreaterThan(500);
    expect(answers.length).toBeGreaterThan(50);
    expect(found(`… ${MARK} …`)).toEqual([MARK]);
  });

  test('is in no line of its log, and no line is two', () => {
    expect(hub.log.length).toBeGreaterThan(0);
    expect(found(hub.log.join(''))).toEqual([]);
    for (const line of hub.log)
      expect(Object.keys(JSON.parse(line) as object)).toContain('message');
  });

  test('is in no answer', () => expect(found(answers.join('\n'))).toEqual([]));

  test('is in no metric', async () => {
    const { text } = await hub.ask('/metrics');
    expect(text).toContain('http_request_duration_seconds_count');
    expect(found(text)).toEqual([]);
  });

  test('is in no stored event, but sealed', async () => {
    const events = [...(await hub.events()), ...(await hub.events('access'))];
    expect(events.map(({ type }) => type)).toContain('CertificateIssued');
    // JWTs and statements are base64url: look inside as well.
    const text = JSON.stringify(events);
    const inside = (text.match(/[A-Za-z0-9_-]{20,}/g) ?? []).map((part) =>
      Buffer.from(part, 'base64url').toString(),
    );
    expect(found([text, ...inside].join('\n'))).toEqual([]);
  });
});
