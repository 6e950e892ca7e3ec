import { fold, type Instant } from '#kernel';
import { licenceFault, licenceFor } from './licence.ts';
import { participant } from './participant.decider.ts';
import type { ParticipantEvent } from './participant.messages.ts';
import {
  AGENCY,
  agencyLicensed,
  keyCompromised,
  licenceRestored,
  licenceSuspended,
  T1,
  T2,
  T3,
} from './participant.samples.ts';

const agencyAfter = (...events: ParticipantEvent[]) =>
  fold(participant, [...AGENCY, ...events]).agencies.get('RU.AGENCY1')!;
const fault = (destination: string, at: Instant, ...events: ParticipantEvent[]) =>
  licenceFault(agencyAfter(...events), destination, at);

describe('a licence', () => {
  test('covers its destinations on its days, the last one included', () => {
    expect(licenceFor(agencyAfter(), 'KZ', T2)?.number).toBe('N 1');
    expect(fault('KZ', '2026-11-01T00:00:00.000Z')).toBeUndefined();
    expect(fault('KZ', '2027-10-31T23:59:59.999Z')).toBeUndefined();
    expect(fault('KZ', '2026-10-31T23:59:59.999Z')).toBe('LICENCE_NOT_ACTIVE');
    expect(fault('KZ', '2027-11-01T00:00:00.000Z')).toBe('LICENCE_NOT_ACTIVE');
  });

  test('covers no other destination, unless another licence does', () => {
    expect(fault('BY', T2)).toBe('LICENCE_SCOPE');
    expect(
      fault('BY', T2, agencyLicensed({ number: 'N 2', destinations: ['BY'] })),
    ).toBeUndefined();
  });

  test('covers nothing while it is suspended', () => {
    expect(fault('KZ', T2, licenceSuspended())).toBe('LICENCE_NOT_ACTIVE');
    expect(fault('KZ', T2, licenceSuspended(), licenceRestored())).toBeUndefined();
  });

  test('is as if a key in wrong hands had never acted on it', () => {
    const stolen = keyCompromised({ since: T2 }, { at: T3 });
    const later = { signer: 'labour', issuedAt: T2 };
    expect(fault('KZ', T3, licenceSuspended(later, { at: T2 }), stolen)).toBeUndefined();
    const restored = licenceRestored({ issuedAt: T3 }, { at: T3 });
    expect(fault('KZ', T3, licenceSuspended({}, { at: T1 }), restored, stolen)).toBe(
      'LICENCE_NOT_ACTIVE',
    );
    const granted = agencyLicensed({ number: 'N 2', destinations: ['BY'] }, { at: T3 });
    expect(fault('BY', T3, granted, stolen)).toBe('LICENCE_SCOPE');
  });
});
