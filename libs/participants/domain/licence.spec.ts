import { fold, type Instant } from '#kernel';
import { licenceStanding, licenceStatus } from './licence.ts';
import { participant } from './participant.decider.ts';
import type { ParticipantEvent } from './participant.messages.ts';
import {
  AGENCY,
  agencyLicensed,
  keyCompromised,
  LABOUR,
  licenceRestored,
  licenceRevoked,
  licenceSuspended,
  T1,
  T2,
  T3,
} from './participant.samples.ts';

const NOV5 = '2026-11-05T00:00:00.000Z';
const NOV6 = '2026-11-06T00:00:00.000Z';

const agencyAfter = (...events: ParticipantEvent[]) =>
  fold(participant, events).agencies.get('RU.AGENCY1')!;
const standing = (destination: string, at: Instant, ...events: ParticipantEvent[]) =>
  licenceStanding(agencyAfter(...AGENCY, ...events), destination, at);
const status = (at: Instant, ...events: ParticipantEvent[]) =>
  licenceStatus(agencyAfter(...AGENCY, ...events).licences[0]!, at);

describe('a licence', () => {
  test('covers its destinations on its days, the last one included', () => {
    expect(standing('KZ', '2026-11-01T00:00:00.000Z')).toBe('ACTIVE');
    expect(standing('KZ', '2027-10-31T23:59:59.999Z')).toBe('ACTIVE');
    expect(standing('KZ', '2026-10-31T23:59:59.999Z')).toBe('LICENCE_NOT_ACTIVE');
    expect(standing('KZ', '2027-11-01T00:00:00.000Z')).toBe('LICENCE_NOT_ACTIVE');
  });

  test('covers no other destination, unless another licence does', () => {
    const another = agencyLicensed({ number: 'N 2', destinations: ['BY'] });
    expect(standing('BY', T2)).toBe('LICENCE_SCOPE');
    expect(standing('BY', T2, another)).toBe('ACTIVE');
  });

  test('covers nothing while it is suspended, and what happened before or after', () => {
    const events = [
      licenceSuspended({}, { at: T3 }),
      licenceRestored({ issuedAt: T3 }, { at: NOV5 }),
    ];
    expect(standing('KZ', T2, ...events)).toBe('ACTIVE');
    expect(standing('KZ', T3, ...events)).toBe('LICENCE_NOT_ACTIVE');
    expect(standing('KZ', '2026-11-04T23:59:59.999Z', ...events)).toBe('LICENCE_NOT_ACTIVE');
    expect(standing('KZ', NOV5, ...events)).toBe('ACTIVE');
  });

  test.each<[string, string, Instant, ParticipantEvent[]]>([
    ['ACTIVE', 'on its days', T2, []],
    ['ACTIVE', 'by its days, before it was recorded', '2026-11-01T00:00:00.000Z', []],
    ['NOT_YET_VALID', 'before them', '2026-10-31T23:59:59.999Z', []],
    ['EXPIRED', 'after them', '2027-11-01T00:00:00.000Z', []],
    ['SUSPENDED', 'once suspended', T2, [licenceSuspended()]],
    ['EXPIRED', 'suspended, after its days', '2027-11-01T00:00:00.000Z', [licenceSuspended()]],
    ['REVOKED', 'once revoked', T2, [licenceRevoked()]],
    ['REVOKED', 'revoked, after its days', '2027-11-01T00:00:00.000Z', [licenceRevoked()]],
    ['ACTIVE', 'before it was revoked', T1, [licenceRevoked()]],
  ])('is %s %s', (expected, _, at, events) => expect(status(at, ...events)).toBe(expected));

  test('is as if a key in wrong hands had never acted on it', () => {
    const stolen = keyCompromised({ since: T2 }, { at: T3 });
    const later = { signer: 'labour', issuedAt: T2 };
    expect(standing('KZ', T3, licenceSuspended(later, { at: T2 }), stolen)).toBe('ACTIVE');
    expect(standing('KZ', T3, licenceRevoked(later, { at: T2 }), stolen)).toBe('ACTIVE');
    const restored = licenceRestored({ issuedAt: T3 }, { at: T3 });
    expect(standing('KZ', NOV6, licenceSuspended({}, { at: T1 }), restored, stolen)).toBe(
      'LICENCE_NOT_ACTIVE',
    );
    const granted = agencyLicensed({ number: 'N 2', destinations: ['BY'] }, { at: T3 });
    expect(standing('BY', NOV6, granted, stolen)).toBe('LICENCE_SCOPE');
    const [, second] = agencyAfter(...AGENCY, granted, stolen).licences;
    expect(licenceStatus(second!, NOV6)).toBeUndefined();
  });
});

describe('an agency', () => {
  test('is known by the name and the tax number of its last licence that has one', () => {
    const first = agencyLicensed({ taxId: '7700000001' });
    const renamed = agencyLicensed({ number: 'N 2', name: 'Renamed Agency' });
    expect(agencyAfter(...LABOUR, agencyLicensed())).toMatchObject({ taxId: null });
    expect(agencyAfter(...LABOUR, first, renamed)).toMatchObject({
      name: 'Renamed Agency',
      taxId: '7700000001',
    });
  });
});
