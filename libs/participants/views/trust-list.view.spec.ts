import { milliseconds, type ErrorCode, type Instant } from '#kernel';
import { expectRefusal } from '#testing';
import {
  admitted,
  AGENCY,
  agencyKeyEndorsed,
  authorityEndorsed,
  keyCompromised,
  keyEndorsed,
  keyRetired,
  licenceSuspended,
  membershipChanged,
  T0,
  T1,
  T2,
  T3,
} from '../domain/participant.samples.ts';
import {
  activeKey,
  agency,
  authoritiesWith,
  authority,
  isDoubtful,
  judge,
  keyActive,
  keyOf,
  keyStanding,
  licensed,
  membership,
  stateOfRoot,
  trustListView,
  type TrustList,
} from './trust-list.view.ts';

const listOf = (...events: readonly { readonly type: string }[]): TrustList =>
  events.reduce(trustListView.evolve, trustListView.initial);
const trust = listOf(...AGENCY);
const KZ = [
  admitted({ state: 'KZ', kid: 'root of KZ' }),
  authorityEndorsed({ authority: 'KZ.MOL', signer: 'root of KZ' }, { by: 'KZ' }),
];

describe('the trust list', () => {
  test('finds keys, authorities and agencies of every state', () => {
    const both = listOf(...AGENCY, ...KZ);
    expect(keyOf(both, 'labour')).toMatchObject({
      holder: 'RU.MOL',
      state: 'RU',
      use: 'statement',
    });
    expect(keyOf(both, 'agency')).toMatchObject({ holder: 'RU.AGENCY1', signer: 'labour' });
    expect(authority(both, 'KZ.MOL')).toMatchObject({
      id: 'KZ.MOL',
      state: 'KZ',
      signsContracts: true,
    });
    expect(agency(both, 'RU.AGENCY1')?.licences).toMatchObject([
      { number: 'N 1', acts: [{ act: 'GRANTED', signer: 'labour', issuedAt: T1, recordedAt: T1 }] },
    ]);
    expect(stateOfRoot(both, 'root of KZ')?.state).toBe('KZ');
    expect([...both.homes]).toEqual([
      ['labour', 'RU'],
      ['agency', 'RU'],
    ]);
  });

  test.each(['none', '', '__proto__', 'constructor', 'root'])(
    'knows nothing by the name %p',
    (name) => {
      expect(keyOf(trust, name)).toBeUndefined();
      expect(authority(trust, name)).toBeUndefined();
      expect(agency(trust, name)).toBeUndefined();
      expect(membership(trust, name, T2)).toBeUndefined();
      expect(authoritiesWith(trust, name, 'labour-ministry')).toEqual([]);
    },
  );

  test('knows no root of a state that was not admitted', () =>
    expect(stateOfRoot(listOf(authorityEndorsed()), 'root')).toBeUndefined());

  test('lists the authorities of a state by role, in the order of their endorsement', () => {
    const more = listOf(
      ...AGENCY,
      ...KZ,
      authorityEndorsed({ authority: 'RU.ALM' }),
      authorityEndorsed({ authority: 'RU.MOH', roles: ['health-ministry'] }),
    );
    expect(authoritiesWith(more, 'RU', 'labour-ministry').map(({ id }) => id)).toEqual([
      'RU.MOL',
      'RU.ALM',
    ]);
    expect(authoritiesWith(more, 'KZ', 'health-ministry')).toEqual([]);
  });

  test('passes by what other families tell', () =>
    expect(trustListView.evolve(trust, { type: 'CertificateIssued' })).toBe(trust));

  test('tells what a key is at an instant', () => {
    const later = trustListView.evolve(trust, keyRetired());
    const standing = (at: Instant) => {
      const key = keyOf(later, 'labour');
      return key && keyStanding(key, at);
    };
    expect([T1, T2].map(standing)).toEqual(['ACTIVE', 'TRUST_KEY_RETIRED']);
  });

  test('in hand does not change when more becomes known', () => {
    const before = keyOf(trust, 'labour');
    const after = trustListView.evolve(trust, keyRetired());
    expect(keyOf(trust, 'labour')).toBe(before);
    expect(keyOf(after, 'labour')?.retiredAt).toBe(T2);
  });

  test('leaves a key to the state that stands first in the store', () => {
    const raced = listOf(
      ...AGENCY,
      ...KZ,
      keyEndorsed({ holder: 'KZ.MOL', signer: 'root of KZ' }, { by: 'KZ' }),
    );
    expect(keyOf(raced, 'labour')?.holder).toBe('RU.MOL');
    expect(raced.states.get('KZ')?.keys.size).toBe(0);
  });

  test('keeps memberships as facts with dates, in whatever order they became known', () => {
    const list = listOf(
      admitted(),
      membershipChanged({ status: 'member', from: T3 }),
      membershipChanged(),
    );
    expect([T0, T1, T2, T3].map((at) => membership(list, 'RU', at))).toEqual([
      'member',
      'member',
      'suspended',
      'member',
    ]);
    expect(membership(list, 'RU', '2026-10-31T23:59:59.999Z')).toBeUndefined();
    expect(membership(list, 'KG', T3)).toBeUndefined();
  });
});

describe('a key', () => {
  test('is active for its use in its time', () => {
    const key = keyOf(trust, 'labour')!;
    expect(keyActive(key, 'statement', T2)).toBe(true);
    expect(keyActive(key, 'request', T2)).toBe(false);
    expect(keyActive(key, 'statement', T0)).toBe(false);
    expect(activeKey(trust, 'labour', 'statement', T2)).toBe(key);
  });

  const iat = milliseconds(T2) / 1000;
  const evidence = { use: 'statement', iat, recordedAt: T2 } as const;
  test('is given to who judges a signature that counts', () =>
    expect(judge(trust, 'labour', evidence)).toBe(keyOf(trust, 'labour')));

  test.each<[ErrorCode, () => unknown]>([
    ['TRUST_KEY_UNKNOWN', () => judge(trust, 'none', evidence)],
    ['TRUST_KEY_UNKNOWN', () => activeKey(trust, 'none', 'statement', T2)],
    ['TRUST_KEY_NOT_ENDORSED', () => judge({ ...trust, proved: true }, 'none', evidence)],
    ['TRUST_KEY_USE', () => judge(trust, 'labour', { ...evidence, use: 'record' })],
    ['TRUST_KEY_USE', () => activeKey(trust, 'labour', 'record', T2)],
    ['TRUST_KEY_NOT_ACTIVE', () => activeKey(trust, 'labour', 'statement', T0)],
    ['TRUST_IAT_IN_FUTURE', () => judge(trust, 'labour', { ...evidence, iat: iat + 61 })],
    ['TRUST_KEY_RETIRED', () => judge(listOf(...AGENCY, keyRetired()), 'labour', evidence)],
    ['TRUST_KEY_COMPROMISED', () => judge(listOf(...AGENCY, keyCompromised()), 'labour', evidence)],
    [
      'TRUST_KEY_NOT_ENDORSED',
      () =>
        activeKey(
          listOf(...AGENCY, agencyKeyEndorsed({ kid: 'late' }), keyCompromised()),
          'late',
          'request',
          T2,
        ),
    ],
  ])('is refused with %s', (code, act) => expectRefusal(act, code));
});

test('a record is doubtful from when its key was in wrong hands, if it ever was', () => {
  const doubtful = (recordedAt: string, list: TrustList, kid = 'labour') =>
    isDoubtful(list, kid, recordedAt);
  const compromised = listOf(...AGENCY, keyCompromised({ since: T2 }));
  expect([T1, T2, T3].map((at) => doubtful(at, compromised))).toEqual([false, true, true]);
  expect(doubtful(T3, trust)).toBe(false);
  expect(doubtful(T3, compromised, 'none')).toBe(false);
});

describe('the licence of an agency', () => {
  test('covers a destination, or not, for a reason', () => {
    expect(licensed(trust, 'RU.AGENCY1', 'KZ', T2)).toBe('ACTIVE');
    expect(licensed(trust, 'RU.AGENCY1', 'BY', T2)).toBe('LICENCE_SCOPE');
    expect(licensed(trust, 'RU.AGENCY2', 'KZ', T2)).toBe('LICENCE_NOT_ACTIVE');
    expect(licensed(trust, 'RU.MOL', 'KZ', T2)).toBe('LICENCE_NOT_ACTIVE');
    const list = listOf(...AGENCY, licenceSuspended());
    expect(licensed(list, 'RU.AGENCY1', 'KZ', T2)).toBe('LICENCE_NOT_ACTIVE');
  });
});
