import fc from 'fast-check';
import { generateKey, publicHalf } from '#signing';
import { codeOf, codeOfAsync, sampleIssue } from '#testing';
import {
  parseClearance,
  parseCredential,
  verifyCredential,
  verifyCredentialAsync,
} from './credential.ts';
import { MEDICAL_CERTIFICATE } from './records/medical-certificate.ts';
import { validateRecord } from './records/validate.ts';
import { handKey, handmade } from './sd-jwt/handmade.samples.ts';
import { resolve } from './sd-jwt/resolve.ts';

const key = generateKey('KG.MOH', 'record');
const status = [{ list: 'https://hub.example/v1/status-lists/1', index: 7 }];
const { record, clearances } = await sampleIssue({ key, status });
const clear = {
  iss: 'KG.MOH',
  vct: MEDICAL_CERTIFICATE.vct,
  iat: 1_795_000_000,
  id: '00000000-0000-4000-8000-000000000000',
};

describe('a record', () => {
  test('shows in the clear who issued what kind of record when, under which random id', () => {
    const { payload, header } = parseCredential(record);
    expect(Object.keys(payload).sort()).toEqual(['_sd', '_sd_alg', 'iat', 'id', 'iss', 'vct']);
    expect(header).toEqual({ alg: 'ES256', kid: key.kid, typ: 'dc+sd-jwt' });
  });

  test.each([
    ['of an unknown type', { vct: 'urn:eurasec:wish:1' }, 'WIRE_UNKNOWN_RECORD_TYPE'],
    ['that is a clearance', { vct: 'urn:eurasec:clearance:1' }, 'WIRE_UNKNOWN_RECORD_TYPE'],
    ['with the number in the clear', { number: '7' }, 'WIRE_SCHEMA_MISMATCH'],
    ['with a status in the clear', { status: {} }, 'WIRE_SCHEMA_MISMATCH'],
    ['with an end in the clear', { exp: 1_900_000_000 }, 'WIRE_SCHEMA_MISMATCH'],
    ['bound to a wallet', { cnf: {} }, 'WIRE_SCHEMA_MISMATCH'],
    ['with an id that is no random UUID', { id: '1' }, 'WIRE_SCHEMA_MISMATCH'],
    ['signed at a text', { iat: '1' }, 'WIRE_SCHEMA_MISMATCH'],
    ['of an issuer that is no authority', { iss: 'moh' }, 'WIRE_SCHEMA_MISMATCH'],
  ])('%s is refused', (_, change, code) => {
    expect(codeOf(() => parseCredential(handmade({ ...clear, ...change })))).toBe(code);
  });

  test('and a clearance are not taken for each other', () => {
    expect(codeOf(() => parseCredential(clearances[0]!))).toBe('WIRE_UNKNOWN_RECORD_TYPE');
    expect(codeOf(() => parseClearance(record))).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('verifies with the key it names, and no other', async () => {
    const parsed = parseCredential(record);
    verifyCredential(parsed, publicHalf(key));
    await verifyCredentialAsync(parsed, publicHalf(key));
    const other = publicHalf(handKey);
    const underOtherName = { ...other, kid: key.kid };
    expect(codeOf(() => verifyCredential(parsed, other))).toBe('TRUST_KEY_UNKNOWN');
    expect(codeOf(() => verifyCredential(parsed, underOtherName))).toBe('TRUST_SIGNATURE_INVALID');
    expect(await codeOfAsync(() => verifyCredentialAsync(parsed, underOtherName))).toBe(
      'TRUST_SIGNATURE_INVALID',
    );
  });
});

describe('whatever is done to a record on its way', () => {
  const original = parseCredential(record);

  /** Every check that the hub makes. */
  const accept = (text: string) => {
    const parsed = parseCredential(text);
    verifyCredential(parsed, publicHalf(key));
    validateRecord(MEDICAL_CERTIFICATE, resolve(parsed));
    return parsed;
  };

  /** Refused with a code, or it is the same JWT with disclosures of its issuer, each once. */
  const isHarmless = (text: string) => {
    let jwt = '';
    let disclosures: readonly string[] = [];
    const code = codeOf(() => ({ jwt, disclosures } = accept(text)));
    if (code) return;
    expect(jwt).toBe(original.jwt);
    expect(new Set(disclosures).size).toBe(disclosures.length);
    for (const one of disclosures) expect(original.disclosures).toContain(one);
  };

  const place = fc.nat({ max: record.length - 1 });
  const sign = fc.oneof(
    fc.constantFrom(...'AB01_-~.+/= \n"'),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
  );
  const which = fc.nat({ max: original.disclosures.length - 1 });
  const withDisclosures = (disclosures: readonly string[]) =>
    [original.jwt, ...disclosures, ''].join('~');

  test('one character changed, put in or taken out does no harm', () => {
    const change = fc.tuple(place, sign, fc.constantFrom(0, 1));
    fc.assert(
      fc.property(change, ([at, text, length]) =>
        isHarmless(record.slice(0, at) + text + record.slice(at + length)),
      ),
      { numRuns: 1_500 },
    );
  });

  test('one bit changed in any byte of any part is refused', () => {
    const change = fc.tuple(place, fc.integer({ min: 0, max: 5 }));
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(change, ([at, bit]) => {
        const value = alphabet.indexOf(record[at]!);
        fc.pre(value >= 0);
        const flipped = alphabet[value ^ (1 << bit)]!;
        const text = record.slice(0, at) + flipped + record.slice(at + 1);
        expect(codeOf(() => accept(text))).toBeDefined();
      }),
      { numRuns: 1_500 },
    );
  });

  test('a disclosure sent twice is refused, wherever it stands', () => {
    fc.assert(
      fc.property(which, which, (from, to) => {
        const twice = original.disclosures.toSpliced(to, 0, original.disclosures[from]!);
        expect(codeOf(() => accept(withDisclosures(twice)))).toBe('WIRE_DISCLOSURE_INVALID');
      }),
    );
  });

  test('the order of disclosures changes nothing', () => {
    const { claims } = resolve(original);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...original.disclosures], { minLength: original.disclosures.length }),
        (shuffled) => {
          expect(resolve(accept(withDisclosures(shuffled))).claims).toEqual(claims);
        },
      ),
    );
  });

  test('what is left out is missing, and changes nothing that is shown', () => {
    fc.assert(
      fc.property(fc.subarray([...original.disclosures]), (some) => {
        isHarmless(withDisclosures(some));
      }),
    );
  });

  test('a disclosure of another record does not fit', async () => {
    const other = parseCredential((await sampleIssue({ key, n: 2 })).record);
    fc.assert(
      fc.property(which, which, (from, to) => {
        const swapped = original.disclosures.with(to, other.disclosures[from]!);
        expect(codeOf(() => accept(withDisclosures(swapped)))).toBe('WIRE_DISCLOSURE_UNREFERENCED');
      }),
    );
  });
});
