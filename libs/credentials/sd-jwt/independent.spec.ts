import { hash } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { generateKey, publicHalf, signBytes, verifyBytes } from '#signing';
import { codeOf, sampleIssue } from '#testing';
import { parseCredential, verifyCredential } from '../credential.ts';
import { present } from './present.ts';
import { resolve } from './resolve.ts';
import { parseSdJwt } from './sd-jwt.ts';

// The same credentials read and written by an implementation that shares no line with ours.

const key = generateKey('KG.MOH', 'record');
const header = { alg: key.alg, kid: key.kid, typ: 'dc+sd-jwt' };
let salts = 0;
const independent = new SDJwtInstance<Record<string, unknown>>({
  hashAlg: 'sha-256',
  hasher: (data, algorithm) =>
    hash(algorithm.replace('-', ''), Buffer.from(data as string), 'buffer'),
  saltGenerator: () => String(++salts).padStart(22, 'S'),
  signAlg: key.alg,
  signer: (data) => signBytes(key, Buffer.from(data)).toString('base64url'),
  verifier: (data, signature) =>
    verifyBytes(publicHalf(key), Buffer.from(data), Buffer.from(signature, 'base64url')),
});

/** Objects with prototypes and members in one order, so that two readings compare as JSON. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('an independent implementation', () => {
  test('verifies what we issue and reads the same claims', async () => {
    const { record } = await sampleIssue({ key });
    const parsed = parseCredential(record);
    const { payload, header: seen } = await independent.verify(record);
    expect(plain(payload)).toEqual(plain(resolve(parsed).claims));
    expect(seen).toEqual(header);
  });

  test('reads the same of what we present', async () => {
    const parsed = parseCredential((await sampleIssue({ key })).record);
    for (const wanted of ['familyName', 'TB', 'assessments', 'validUntil', 'nothing']) {
      const shown = present(parsed, resolve(parsed), (path) => path.includes(wanted));
      const { payload } = await independent.verify(shown);
      expect(plain(payload)).toEqual(plain(resolve(parseCredential(shown)).claims));
    }
  });

  test('refuses what we refuse: another signature', async () => {
    const { record } = await sampleIssue({ key });
    const forged = record.replace(/(\.[^.]*\.)[^~]{10}/, '$1AAAAAAAAAA');
    await expect(independent.verify(forged)).rejects.toThrow('Signature');
    const ours = () => verifyCredential(parseCredential(forged), publicHalf(key));
    expect(codeOf(ours)).toBe('TRUST_SIGNATURE_INVALID');
  });

  test('issues nested disclosures, array elements and decoys that we verify and read', async () => {
    const claims = {
      iss: 'KG.MOH',
      number: '7',
      subject: { familyName: 'Тестов', documents: [{ number: 'A1' }, { number: 'A2' }] },
      assessments: [{ profile: 'RU/LABOUR/2', outcome: 'FIT' }, 'plain', ['nested']],
      flags: [true, false, null, 1.5],
    };
    const text = await independent.issue(
      claims,
      {
        _sd: ['number', 'subject', 'assessments'],
        _sd_decoy: 3,
        subject: {
          _sd: ['familyName', 'documents'],
          _sd_decoy: 2,
          documents: { _sd: [0, 1], 1: { _sd: ['number'] } },
        },
        assessments: { _sd: [0, 2], _sd_decoy: 1, 0: { _sd: ['outcome'] }, 2: { _sd: [0] } },
        flags: { _sd: [0, 2] },
      },
      { header },
    );
    const parsed = parseSdJwt(text);
    verifyCredential(parsed, publicHalf(key));
    expect(plain(resolve(parsed).claims)).toEqual(claims);
    const { payload } = await independent.verify(text);
    expect(plain(resolve(parsed).claims)).toEqual(plain(payload));
  });

  test('presents what we read alike', async () => {
    const claims = { a: { b: 'x', c: ['y', 'z'] }, d: 'w' };
    const frame = { _sd: ['a', 'd'], a: { _sd: ['b', 'c'], c: { _sd: [0, 1] } } } as const;
    const text = await independent.issue(claims, frame as never, { header });
    const shown = await independent.present(text, { a: { c: { 1: true } } });
    expect(plain(resolve(parseSdJwt(shown)).claims)).toEqual({ a: { c: ['z'] } });
    const parsed = parseSdJwt(text);
    const ours = present(parsed, resolve(parsed), (path) => path.join('.') === 'a.c.1');
    expect(plain((await independent.verify(ours)).payload)).toEqual({ a: { c: ['z'] } });
  });
});
