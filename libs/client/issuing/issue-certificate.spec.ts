import {
  openSealed,
  parseClearance,
  parseCredential,
  readClearance,
  resolve,
  verifyCredential,
} from '#credentials';
import { generateKey, publicHalf } from '#signing';
import { sampleCertificate } from '#testing';
import { checkCertificate, issueCertificate } from './issue-certificate.ts';

const AT = '2026-11-20T09:00:00.000Z';
const key = generateKey('KG.MOH', 'record');
const list = 'https://hub.example/v1/status-lists/kg-1';
const draft = sampleCertificate({ issuedOn: '2026-11-20' });

describe('a certificate is checked before it is signed', () => {
  test('has a clearance for each favourable assessment', () => {
    const outcomes = { 'RU/LABOUR/2': 'UNFIT', 'KZ/LABOUR/1': 'FIT' } as const;
    const claims = sampleCertificate({ issuedOn: '2026-11-20', outcomes });
    expect(checkCertificate(draft, AT).clearances).toBe(2);
    expect(checkCertificate(claims, AT).clearances).toBe(1);
  });

  test('gets a verification code where it has none, and keeps the one it has', () => {
    const { verificationCode, ...without } = draft;
    expect(checkCertificate(draft, AT).claims.verificationCode).toBe(verificationCode);
    const one = checkCertificate(without, AT).claims.verificationCode;
    expect(one).toMatch(/^[A-Z2-7]{26}$/);
    expect(checkCertificate(without, AT).claims.verificationCode).not.toBe(one);
  });

  test('gets another id each time', () =>
    expect(checkCertificate(draft, AT).id).not.toBe(checkCertificate(draft, AT).id));

  test('is refused where it does not fit, with the place', () => {
    const { consent: _, ...without } = draft;
    expect(() => checkCertificate(without, AT)).toThrow(
      expect.objectContaining({ code: 'WIRE_SCHEMA_MISMATCH', pointer: '/consent' }) as Error,
    );
  });

  test('is refused when a clearance could name no document', () => {
    const documents = [{ kind: 'RESIDENCE', country: 'KG', number: 'permit of 2026' }] as const;
    const subject = { ...draft.subject, documents };
    expect(() => checkCertificate({ ...draft, subject }, AT)).toThrow(
      expect.objectContaining({ pointer: '/subject/documents' }) as Error,
    );
  });
});

describe('a certificate is issued', () => {
  const status = [
    { list, index: 11 },
    { list, index: 12 },
  ];

  test('with a clearance under each index', async () => {
    const { record, clearances } = await issueCertificate(checkCertificate(draft, AT), {
      key,
      at: AT,
      status,
      seal: [],
    });
    const parsed = parseCredential(record);
    verifyCredential(parsed, publicHalf(key));
    expect(parsed.payload).toMatchObject({ iss: 'KG.MOH', iat: 1_795_165_200 });
    const read = clearances!.map((text) => readClearance(parseClearance(text)));
    expect(read).toMatchObject([
      { profile: 'RU/LABOUR/2', status: { index: 11 }, documentNumber: 'PE0000001' },
      { profile: 'KZ/LABOUR/1', status: { index: 12 } },
    ]);
  });

  test('with S5 findings for whom they are sealed to, and in the open for nobody', async () => {
    const recipient = generateKey('RU.MOH', 'encryption');
    const path = ['examinations', 'HIV', 'finding'];
    const { record, sealed } = await issueCertificate(checkCertificate(draft, AT), {
      key,
      at: AT,
      status,
      seal: [{ path, to: 'RU.MOH', kid: recipient.kid, jwk: recipient.jwk }],
    });
    const shown = resolve(parseCredential(record)).claims;
    expect(shown).not.toHaveProperty(path);
    expect(sealed).toMatchObject([{ path, to: 'RU.MOH' }]);
    const [disclosure] = await openSealed(sealed!, recipient);
    expect(Buffer.from(disclosure!, 'base64url').toString()).toContain('NOT_DETECTED');
  });
});
