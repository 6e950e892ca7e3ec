import { createPublicKey, sign, verify } from 'node:crypto';
import { parseCredential, present, resolve, verifyCredential } from '#credentials';
import type { ClaimPath, Json } from '#kernel';
import { generateKey, verificationKey, type SigningKey } from '#signing';
import { sampleIssue } from '#testing';
import { median, type Case, type Group } from '../case.ts';

const WARM_UP_ROUNDS = 2_000;
const ROUNDS = 4_000;

/**
 * Verifying a certificate (strict parse, signature, every disclosure in its place) with 12 and with 40
 * disclosures, beside a bare `crypto.verify` over the same bytes with the same key. Rounds alternate, so that
 * all meet the same machine.
 */
export const certificateVerify: Group = {
  cases: ['certificate.verify.12', 'certificate.verify.40'],

  async measure({ progress }) {
    progress('certificate.verify: 12 and 40 disclosures');
    const key = generateKey('KG.MOH', 'record');
    const whole = await largestRecord(key);
    const parsed = parseCredential(whole);
    const presented = present(parsed, resolve(parsed), isForLabourMinistry);
    const floor = bareVerify(key, parsed.signingInput);
    const verifyOf = (text: string) => verification(text, key);
    return compare(floor, {
      [`certificate.verify.${countDisclosures(presented)}`]: verifyOf(presented),
      [`certificate.verify.${countDisclosures(whole)}`]: verifyOf(whole),
    });
  },
};

const countDisclosures = (text: string): number => text.split('~').length - 2;

/** Every optional claim is there, and an assessment for a third state. */
async function largestRecord(key: SigningKey): Promise<string> {
  const outcomes = { 'RU/LABOUR/2': 'FIT', 'KZ/LABOUR/1': 'FIT', 'BY/LABOUR/1': 'FIT' } as const;
  const supersedes = { id: '00000000-0000-4000-8000-000000000000', digest: 'A'.repeat(43) };
  const restrictions = ['NO_NIGHT_WORK'] as const;
  const { record } = await sampleIssue({ key, outcomes, claims: { supersedes, restrictions } });
  return record;
}

/** Twelve disclosures: ten claims, and subject and assessments, which lead to six of them. */
function isForLabourMinistry(path: ClaimPath, value: Json): boolean {
  const claims =
    'number issuedOn validUntil consent familyName givenName birthDate citizenship documents';
  if (path[0] === 'assessments') return (value as { profile: string }).profile === 'RU/LABOUR/2';
  return claims.split(' ').includes(String(path.at(-1)));
}

function bareVerify({ key }: SigningKey, signingInput: string): () => void {
  const publicKey = createPublicKey(key);
  const bytes = Buffer.from(signingInput);
  const signature = sign('sha256', bytes, key);
  return () => {
    if (!verify('sha256', bytes, publicKey, signature)) throw new Error('the floor is broken');
  };
}

function verification(text: string, { jwk, alg }: SigningKey): () => void {
  const publicKey = verificationKey(jwk, alg);
  return () => {
    const parsed = parseCredential(text);
    verifyCredential(parsed, publicKey);
    resolve(parsed);
  };
}

function compare(floor: () => void, actions: Readonly<Record<string, () => void>>): Case[] {
  const floors: number[] = [];
  const times = Object.keys(actions).map((): number[] => []);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const measured = [floor, ...Object.values(actions)].map(timed);
    if (round < 0) continue;
    floors.push(measured[0]!);
    times.forEach((values, index) => values.push(measured[index + 1]!));
  }
  return Object.keys(actions).map((name, index) => ({
    name,
    value: median(times[index]!),
    unit: 'µs',
    floor: { name: 'ES256 verify alone, µs', value: median(floors) },
    ratio: median(times[index]!) / median(floors),
  }));
}

/** Microseconds of one call. One at a time: a longer stretch would more often hold a pause of the machine's. */
function timed(action: () => void): number {
  const start = performance.now();
  action();
  return (performance.now() - start) * 1000;
}
