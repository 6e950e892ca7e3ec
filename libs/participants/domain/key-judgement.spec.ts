import { fold, milliseconds, type ErrorCode, type KeyUse } from '#kernel';
import { judged, keyFault } from './key-judgement.ts';
import type { ParticipantEvent } from './participant.messages.ts';
import { participant } from './participant.decider.ts';
import {
  AGENCY,
  agencyKeyEndorsed,
  END,
  keyCompromised,
  keyEndorsed,
  keyRetired,
  T0,
  T1,
  T2,
  T3,
} from './participant.samples.ts';

const keyAfter = (kid: string, ...events: ParticipantEvent[]) =>
  fold(participant, [...AGENCY, ...events]).keys.get(kid)!;
const seconds = (instant: string) => Math.floor(milliseconds(instant) / 1000);

/** The labour ministry's `statement` key: valid from T0 to END, endorsed at T1. */
const fault = (
  { use = 'statement' as KeyUse, recordedAt = T2, iat = seconds(recordedAt) },
  ...events: ParticipantEvent[]
): ErrorCode | undefined => judged(keyAfter('labour', ...events), { use, iat, recordedAt });

describe('a signature', () => {
  test('counts when its key was active as it was recorded and as it says it was signed', () =>
    expect(fault({})).toBeUndefined());

  test('made for another use does not count', () =>
    expect(fault({ use: 'record' })).toBe('TRUST_KEY_USE'));

  test('does not count before the endorsement was recorded, nor from the end on', () => {
    expect(fault({ recordedAt: T0 })).toBe('TRUST_KEY_NOT_ACTIVE');
    expect(fault({ recordedAt: T1 })).toBeUndefined();
    expect(fault({ recordedAt: END })).toBe('TRUST_KEY_NOT_ACTIVE');
    const lastMoment = new Date(milliseconds(END) - 1).toISOString();
    expect(fault({ recordedAt: lastMoment })).toBeUndefined();
  });

  test('counts from the very moment at which its key begins', () => {
    const key = { ...keyAfter('labour'), validFrom: T2 };
    expect(keyFault(key, 'statement', T2)).toBeUndefined();
    expect(keyFault(key, 'statement', T1)).toBe('TRUST_KEY_NOT_ACTIVE');
  });

  test('is dated by its signer within the life of the key', () => {
    expect(fault({ iat: seconds(T0) })).toBeUndefined();
    expect(fault({ iat: seconds(T0) - 1 })).toBe('TRUST_KEY_NOT_ACTIVE');
    const justBefore = new Date(milliseconds(END) - 10_000).toISOString();
    expect(fault({ recordedAt: justBefore, iat: seconds(END) - 1 })).toBeUndefined();
    expect(fault({ recordedAt: justBefore, iat: seconds(END) })).toBe('TRUST_KEY_NOT_ACTIVE');
  });

  test('may be made in the very second in which its key begins', () => {
    const key = { ...keyAfter('labour'), validFrom: '2026-11-02T00:00:00.700Z' };
    const evidence = { use: 'statement', recordedAt: '2026-11-02T00:00:00.900Z' } as const;
    expect(judged(key, { ...evidence, iat: seconds(T1) })).toBeUndefined();
    expect(judged(key, { ...evidence, iat: seconds(T1) - 1 })).toBe('TRUST_KEY_NOT_ACTIVE');
  });

  test('is at most 60 s ahead of the hub, and dated by a number that a clock could show', () => {
    expect(fault({ iat: seconds(T2) + 60 })).toBeUndefined();
    for (const iat of [seconds(T2) + 61, 1e300, Infinity, NaN])
      expect(fault({ iat })).toBe('TRUST_IAT_IN_FUTURE');
    for (const iat of [-1, -1e300]) expect(fault({ iat })).toBe('TRUST_KEY_NOT_ACTIVE');
  });

  test('recorded before its key was retired counts for ever, and none after', () => {
    const retired = keyRetired({}, { at: T2 });
    expect(fault({ recordedAt: T1 }, retired)).toBeUndefined();
    expect(fault({ recordedAt: T2 }, retired)).toBe('TRUST_KEY_RETIRED');
    expect(fault({ recordedAt: T3 }, retired)).toBe('TRUST_KEY_RETIRED');
  });

  test('recorded at or after the compromise of its key counts no more, whatever time it claims', () => {
    const compromised = keyCompromised({ since: T2 }, { at: T3 });
    expect(fault({ recordedAt: T1 }, compromised)).toBeUndefined();
    expect(fault({ recordedAt: T2 }, compromised)).toBe('TRUST_KEY_COMPROMISED');
    expect(fault({ recordedAt: T3, iat: seconds(T1) }, compromised)).toBe('TRUST_KEY_COMPROMISED');
    expect(fault({ recordedAt: T3, iat: seconds(T1) })).toBeUndefined();
  });

  test('of a key that a compromised key endorsed never counted', () => {
    const stolen = agencyKeyEndorsed({ kid: 'thief' }, { at: T2 });
    const compromised = keyCompromised({ since: T2 }, { at: T3 });
    expect(keyFault(keyAfter('thief', stolen), 'request', T2)).toBeUndefined();
    expect(keyFault(keyAfter('thief', stolen, compromised), 'request', T2)).toBe(
      'TRUST_KEY_NOT_ENDORSED',
    );
    const earlier = agencyKeyEndorsed({ kid: 'honest' }, { at: T1 });
    expect(keyFault(keyAfter('honest', earlier, compromised), 'request', T2)).toBeUndefined();
    const byRoot = keyEndorsed({ kid: 'new' }, { at: T2 });
    expect(keyFault(keyAfter('new', byRoot, compromised), 'statement', T2)).toBeUndefined();
  });
});
