import type { ParticipantEvent } from '../domain/participant.messages.ts';
import {
  AGENCY,
  agencyLicensed,
  END,
  keyCompromised,
  keyRetired,
  licenceRevoked,
  licenceSuspended,
  T1,
  T2,
  T3,
} from '../domain/participant.samples.ts';
import { agencyRegister, type RegisterFilter } from './agency-register.view.ts';
import { trustListView } from './trust-list.view.ts';

const first = agencyLicensed({ agency: 'RU.A1', destinations: ['BY'], taxId: '7700000001' });
const EVENTS: readonly ParticipantEvent[] = [
  ...AGENCY,
  agencyLicensed({ number: 'N 2', destinations: ['BY'] }),
  licenceSuspended(),
  first,
];
const register = (filter: RegisterFilter = {}, at = T2, ...more: ParticipantEvent[]) =>
  agencyRegister(
    [...EVENTS, ...more].reduce(trustListView.evolve, trustListView.initial),
    at,
    filter,
  );
const numbers = (...given: Parameters<typeof register>) =>
  register(...given).map(({ id, licences }) => [id, ...licences.map(({ number }) => number)]);

describe('the register of agencies', () => {
  test('says of each agency who it is, and of each licence what it allows and what it is', () =>
    expect(register()).toStrictEqual([
      {
        id: 'RU.A1',
        state: 'RU',
        name: 'Test Agency',
        taxId: '7700000001',
        keys: [],
        licences: [
          {
            number: 'N 1',
            issuer: 'RU.MOL',
            destinations: ['BY'],
            validFrom: '2026-11-01',
            validUntil: '2027-10-31',
            feePolicy: 'NO_FEE',
            status: 'ACTIVE',
          },
        ],
      },
      {
        id: 'RU.AGENCY1',
        state: 'RU',
        name: 'Test Agency',
        taxId: null,
        keys: [{ kid: 'agency', use: 'request', validUntil: END }],
        licences: [
          expect.objectContaining({ number: 'N 1', status: 'SUSPENDED' }),
          expect.objectContaining({ number: 'N 2', status: 'ACTIVE' }),
        ],
      },
    ]));

  test('is that of an instant', () => {
    const status = (at: string) => register({}, at).at(-1)!.licences[0]!.status;
    expect([T1, T2, '2027-11-01T00:00:00.000Z'].map(status)).toEqual([
      'ACTIVE',
      'SUSPENDED',
      'EXPIRED',
    ]);
  });

  test('names no key that counts no more', () =>
    expect(register({}, T3, keyRetired({ kid: 'agency' })).at(-1)!.keys).toEqual([]));

  test('is searched by state, destination and status, all of one licence', () => {
    expect(numbers({ state: 'RU' })).toHaveLength(2);
    expect(numbers({ state: 'KG' })).toEqual([]);
    expect(numbers({ destination: 'BY' })).toEqual([
      ['RU.A1', 'N 1'],
      ['RU.AGENCY1', 'N 2'],
    ]);
    expect(numbers({ destination: 'KZ', status: 'SUSPENDED' })).toEqual([['RU.AGENCY1', 'N 1']]);
    expect(numbers({ destination: 'KZ', status: 'ACTIVE' })).toEqual([]);
    expect(numbers({ status: 'REVOKED' }, T2, licenceRevoked({ agency: 'RU.A1' }))).toEqual([
      ['RU.A1', 'N 1'],
    ]);
  });

  test('leaves out what only a key in wrong hands granted', () => {
    const compromised = keyCompromised({ since: T1 });
    expect(numbers({}, T3, compromised)).toEqual([]);
    const byAnother = agencyLicensed({ number: 'N 3', signer: 'second' }, { at: T2 });
    expect(numbers({}, T3, byAnother, compromised)).toEqual([['RU.AGENCY1', 'N 3']]);
  });
});
