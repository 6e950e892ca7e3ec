import jsQr from 'jsqr';
import QRCode from 'qrcode';
import { generateKey, publicHalf } from '#signing';
import { sampleIssue } from '#testing';
import {
  assertClearanceFits,
  issueClearance,
  readClearance,
  readPresentedClearance,
  type ClearanceIssuance,
} from './clearance.ts';
import { parseClearance, parseCredential, verifyCredential } from './credential.ts';
import { refusalOf } from './records/changed.samples.ts';
import { present } from './sd-jwt/present.ts';
import { resolve } from './sd-jwt/resolve.ts';

const key = generateKey('KG.MOH', 'record');
const list = 'https://hub.example/v1/status-lists/1';
const issuance: ClearanceIssuance = {
  issuer: 'KG.MOH',
  iat: 1_795_500_000,
  key,
  status: { list, index: 131_071 },
  profile: 'RU/LABOUR/2',
  validUntil: '2027-02-14',
  fitnessScope: ['7112', '9313'],
  documentNumber: 'PE0000001',
  verificationCode: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
};
const text = issueClearance(issuance);

describe('a clearance', () => {
  test('says again what it was issued with', () => {
    const parsed = parseClearance(text);
    verifyCredential(parsed, publicHalf(key));
    const { key: _, ...claims } = issuance;
    expect(readClearance(parsed)).toEqual({ text, kid: key.kid, ...claims });
  });

  test('names nobody and has six digests, whatever it says', () => {
    const { fitnessScope: _, ...unlimited } = issuance;
    for (const one of [text, issueClearance(unlimited)]) {
      const { payload } = parseClearance(one);
      expect(payload['_sd']).toHaveLength(6);
      expect(Object.keys(payload).sort()).toEqual([
        '_sd',
        '_sd_alg',
        'iat',
        'iss',
        'status',
        'vct',
      ]);
    }
  });

  test('shows an agency only what its holder chooses', () => {
    const parsed = parseClearance(text);
    const chosen = ['profile', 'verificationCode'];
    const shown = present(parsed, resolve(parsed), ([name]) => chosen.includes(String(name)));
    const { profile, verificationCode, validUntil } = readPresentedClearance(parseClearance(shown));
    expect([profile, verificationCode]).toEqual(['RU/LABOUR/2', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ']);
    expect(validUntil).toBeUndefined();
    expect(refusalOf(() => readClearance(parseClearance(shown)))).toBe(
      'WIRE_SCHEMA_MISMATCH /validUntil',
    );
  });

  test.each<[string, Partial<ClearanceIssuance>, string]>([
    ['document number', { documentNumber: 'A'.repeat(13) }, '/documentNumber'],
    ['profile', { profile: `RU/${'A'.repeat(34)}/1` }, '/profile'],
    ['scope', { fitnessScope: ['1', '2', '3', '4', '5'] }, '/fitnessScope'],
    [
      'list',
      { status: { list: `${list}/${'1'.repeat(64)}`, index: 0 } },
      '/status/status_list/uri',
    ],
    ['index', { status: { list, index: 2 ** 24 } }, '/status/status_list/idx'],
    ['issuer', { issuer: `KG.${'A'.repeat(30)}` }, '/iss'],
  ])('with too long a %s is not issued', (_, change, pointer) => {
    expect(refusalOf(() => issueClearance({ ...issuance, ...change }))).toBe(
      `WIRE_SCHEMA_MISMATCH ${pointer}`,
    );
  });
});

describe('a clearance beside its record', () => {
  const status = [
    { list, index: 1 },
    { list, index: 2 },
  ];
  const outcomes = { 'RU/LABOUR/2': 'CONDITIONAL', 'KZ/LABOUR/1': 'UNFIT' } as const;
  let record = {};
  let clearance: ReturnType<typeof readClearance>;
  beforeAll(async () => {
    const issued = await sampleIssue({ key, status, outcomes });
    record = resolve(parseCredential(issued.record)).claims;
    clearance = readClearance(parseClearance(issued.clearances[0]!));
    expect(issued.clearances).toHaveLength(1);
  });
  const judged = (change: object = {}) =>
    refusalOf(() => assertClearanceFits({ ...clearance, ...change }, record));

  test('says what the record says', () => expect(judged()).toBe('accepted'));

  test('that has no assessments is refused', () => {
    expect(refusalOf(() => assertClearanceFits(clearance, { iss: 'KG.MOH' }))).toBe(
      'RULE_CLEARANCE_MISMATCH /profile',
    );
  });

  test.each<[string, object]>([
    ['/iss', { issuer: 'KZ.MOH' }],
    ['/profile', { profile: 'KZ/LABOUR/1' }],
    ['/profile', { profile: 'BY/LABOUR/1' }],
    ['/validUntil', { validUntil: '2099-01-01' }],
    ['/fitnessScope', { fitnessScope: undefined }],
    ['/fitnessScope', { fitnessScope: ['7112'] }],
    ['/fitnessScope', { fitnessScope: ['7112', '9314'] }],
    ['/documentNumber', { documentNumber: 'PE0000002' }],
    ['/verificationCode', { verificationCode: 'A'.repeat(26) }],
  ])('is refused where it differs at %s', (pointer, change) => {
    expect(judged(change)).toBe(`RULE_CLEARANCE_MISMATCH ${pointer}`);
  });
});

describe('a presentation with the longest values that the schema allows', () => {
  const longest = issueClearance({
    ...issuance,
    issuer: `KG.${'M'.repeat(29)}`,
    iat: 7_258_118_400,
    status: { list: `https://hub.example/${'1'.repeat(44)}`, index: 2 ** 24 - 1 },
    profile: `RU/${'A'.repeat(33)}/999`,
    fitnessScope: ['7112', '7115', '9313', '9211'],
    documentNumber: 'PE1234567890',
  });

  /** The code as a camera sees it: black and white pixels, with the quiet zone around. */
  const photograph = (code: QRCode.QRCode, pixels = 4, quiet = 4) => {
    const width = (code.modules.size + 2 * quiet) * pixels;
    const image = new Uint8ClampedArray(width * width * 4).fill(255);
    for (let at = 0; at < width * width; at++) {
      const row = Math.floor(at / width / pixels) - quiet;
      const column = Math.floor((at % width) / pixels) - quiet;
      const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < code.modules.size;
      if (isInside && code.modules.get(row, column)) image.fill(0, at * 4, at * 4 + 3);
    }
    return jsQr.default(image, width, width);
  };

  test('has them all', () => {
    const { iss, iat, status, ...claims } = resolve(parseClearance(longest)).claims;
    const { uri, idx } = (status as { status_list: { uri: string; idx: number } }).status_list;
    const longestText = { ...claims, iss, uri } as Record<string, string | string[]>;
    const lengths = Object.entries(longestText).map(([name, value]) => [name, value.length]);
    expect(Object.fromEntries(lengths)).toEqual({
      iss: 32,
      vct: 23,
      uri: 64,
      profile: 40,
      validUntil: 10,
      fitnessScope: 4,
      documentNumber: 12,
      verificationCode: 26,
    });
    expect([idx, iat]).toEqual([2 ** 24 - 1, 7_258_118_400]);
  });

  test('fits a QR code of version 30, level M, and a reader gives it back', () => {
    expect(longest.length).toBeLessThanOrEqual(1370);
    const segments = [{ data: Buffer.from(longest), mode: 'byte' }] as const;
    const code = QRCode.create([...segments], { version: 30, errorCorrectionLevel: 'M' });
    const read = photograph(code);
    expect(read?.version).toBe(30);
    expect(read?.data).toBe(longest);
  });

  test('needs that version', () => {
    const segments = [{ data: Buffer.from(longest), mode: 'byte' }] as const;
    const smaller = { version: 29, errorCorrectionLevel: 'M' } as const;
    expect(() => QRCode.create([...segments], smaller)).toThrow('Minimum version required');
  });
});
