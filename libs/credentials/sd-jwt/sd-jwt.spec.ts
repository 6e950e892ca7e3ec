import { codeOf } from '#testing';
import { disclosureOf, handmade, saltOf } from './handmade.samples.ts';
import { parseSdJwt, recordDigest } from './sd-jwt.ts';
import { MAX_CREDENTIAL } from './base64url-part.ts';

const disclosure = disclosureOf([saltOf(1), 'name', 'Testov']);
const text = handmade({ iss: 'KG.MOH' }, [disclosure]);

describe('an SD-JWT', () => {
  test('is read into its JWT and its disclosures', () => {
    const { jwt, disclosures, header, payload } = parseSdJwt(text);
    expect(`${jwt}~${disclosure}~`).toBe(text);
    expect(disclosures).toEqual([disclosure]);
    expect(header.typ).toBe('dc+sd-jwt');
    expect(payload).toEqual({ iss: 'KG.MOH', _sd_alg: 'sha-256' });
  });

  test('may come without disclosures', () => {
    expect(parseSdJwt(handmade({ iss: 'KG.MOH' })).disclosures).toEqual([]);
  });

  test('may be as long, and have as many disclosures, as the limits say', () => {
    const rest = MAX_CREDENTIAL - text.length - 1;
    expect(parseSdJwt(`${text}${'A'.repeat(rest)}~`).text).toHaveLength(MAX_CREDENTIAL);
    expect(parseSdJwt(`${text}${'A~'.repeat(255)}`).disclosures).toHaveLength(256);
  });

  test.each([
    ['without its last tilde', text.slice(0, -1), 'WIRE_DISCLOSURE_INVALID'],
    ['with a key binding JWT', `${text}${handmade({}).slice(0, -1)}`, 'WIRE_DISCLOSURE_INVALID'],
    ['of another type', handmade({}, [], 'jwt'), 'WIRE_TYP_UNEXPECTED'],
    ['with a sign of base64', `${text}+~`, 'WIRE_NOT_BASE64URL'],
    ['with the other sign of base64', `${text}/~`, 'WIRE_NOT_BASE64URL'],
    ['with a letter whose low byte is base64url', `${text}ŁA~`, 'WIRE_NOT_BASE64URL'],
    ['that is too long', `${'A'.repeat(MAX_CREDENTIAL)}~`, 'WIRE_TOO_LARGE'],
    ['with too many disclosures', `${text}${'A~'.repeat(256)}`, 'WIRE_TOO_LARGE'],
    ['that is empty', '', 'WIRE_DISCLOSURE_INVALID'],
    ['that is a tilde', '~', 'WIRE_NOT_JWS'],
    ['that hashes with something else', handmade('{"_sd_alg":"sha-512"}'), 'WIRE_SCHEMA_MISMATCH'],
    ['that leaves the hash to a default', handmade('{"iss":"KG.MOH"}'), 'WIRE_SCHEMA_MISMATCH'],
    ['with a member twice', handmade('{"iss":"A","iss":"B"}'), 'WIRE_DUPLICATE_MEMBER'],
  ] as const)('%s is refused', (_, wrong, code) => {
    expect(codeOf(() => parseSdJwt(wrong))).toBe(code);
  });

  test('has the digest of its JWT, whatever is shown beside it', () => {
    const { jwt } = parseSdJwt(text);
    expect(recordDigest(jwt)).toBe(recordDigest(parseSdJwt(`${jwt}~`).jwt));
    expect(recordDigest('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  });
});
