import type { ErrorCode } from '#kernel';
import { specFor } from '#testing';
import { participant } from './participant.decider.ts';
import { QUORUM, type ParticipantCommand } from './participant.messages.ts';
import {
  admit,
  admitted,
  AGENCY,
  agencyKeyEndorsed,
  agencyLicensed,
  authorityEndorsed,
  changeMembership,
  END,
  endorseAgencyKey,
  endorseAuthority,
  endorseKey,
  keyCompromised,
  keyEndorsed,
  keyRetired,
  LABOUR,
  licenceRestored,
  licenceRevoked,
  licenceSuspended,
  licenseAgency,
  membershipChanged,
  reportCompromise,
  restoreLicence,
  revokeLicence,
  retireKey,
  suspendLicence,
  T0,
  T1,
  T2,
  T3,
} from './participant.samples.ts';

const given = specFor(participant);

/** Of which another text came: what it says is the same. */
const again = { statement: 'the same, signed again' };

describe('a state', () => {
  test('is admitted by its founders or a quorum, and by nobody else', () => {
    given().when(admit()).then(admitted());
    given()
      .when(admit({}, { by: QUORUM }))
      .then(admitted({}, { by: QUORUM }));
    given()
      .when(admit({}, { by: 'RU' }))
      .thenThrows('TRUST_QUORUM');
  });

  test('has one root for ever', () => {
    given(admitted()).when(admit(again)).then();
    given(admitted())
      .when(admit({ kid: 'other' }))
      .thenThrows('RULE_ALREADY_ENDORSED');
  });

  test('can do nothing before it is admitted', () => {
    const acts = [
      changeMembership(),
      endorseAuthority(),
      endorseKey(),
      retireKey(),
      reportCompromise(),
      licenseAgency(),
      suspendLicence(),
      restoreLicence(),
      revokeLicence(),
    ];
    for (const act of acts) given().when(act).thenThrows('RULE_STATE_UNKNOWN');
  });

  test('changes its membership by a quorum, as a fact with a date', () => {
    given(admitted()).when(changeMembership()).then(membershipChanged());
    given(admitted(), membershipChanged()).when(changeMembership(again)).then();
    given(admitted(), membershipChanged())
      .when(changeMembership({ status: 'observer' }))
      .thenThrows('RULE_ALREADY_ENDORSED');
    given(admitted(), membershipChanged())
      .when(changeMembership({ status: 'member', from: T3 }))
      .then(membershipChanged({ status: 'member', from: T3 }));
  });

  test('that sends an old membership again does not come back by it', () =>
    given(admitted(), membershipChanged())
      .when(changeMembership({ status: 'member', from: T0 }))
      .then());

  test('leaves by its own word, and does nothing else by it', () => {
    const own = { by: 'RU' };
    given(admitted())
      .when(changeMembership({ status: 'left' }, own))
      .then(membershipChanged({ status: 'left' }, own));
    given(admitted())
      .when(changeMembership({ status: 'member' }, own))
      .thenThrows('TRUST_QUORUM');
    given(admitted())
      .when(changeMembership({ status: 'left' }, { by: 'KZ' }))
      .thenThrows('TRUST_QUORUM');
  });
});

describe('an authority', () => {
  test('is endorsed by the root of its state, once', () => {
    given(admitted()).when(endorseAuthority()).then(authorityEndorsed());
    given(admitted(), authorityEndorsed()).when(endorseAuthority(again)).then();
  });

  test.each([
    ['name', { name: 'Another Ministry' }],
    ['roles', { roles: ['health-ministry'] as const }],
    ['further roles', { roles: ['labour-ministry', 'health-ministry'] as const }],
    ['power to sign contracts', { signsContracts: false }],
  ])('is not endorsed again with another %s', (_, change) =>
    given(admitted(), authorityEndorsed())
      .when(endorseAuthority(change))
      .thenThrows('RULE_ALREADY_ENDORSED'),
  );

  test.each<[string, object, object]>([
    ['for another state', { authority: 'KZ.MOL' }, {}],
    ['as the state itself', { authority: 'RU' }, {}],
    ['by another state', {}, { by: 'KZ' }],
    ['by another key than the root', { signer: 'other' }, {}],
    ['by an authority', { signer: 'labour', authority: 'RU.MOH' }, { by: 'RU.MOL' }],
  ])('is not endorsed %s', (_, change, rest) =>
    given(...LABOUR)
      .when(endorseAuthority(change, rest))
      .thenThrows('TRUST_NOT_ALLOWED'),
  );

  test('does not take the name of an agency, nor an agency that of an authority', () => {
    given(...AGENCY)
      .when(endorseAuthority({ authority: 'RU.AGENCY1' }))
      .thenThrows('RULE_ALREADY_ENDORSED');
    given(...LABOUR)
      .when(licenseAgency({ agency: 'RU.MOL' }))
      .thenThrows('RULE_ALREADY_ENDORSED');
  });
});

describe('a key of an authority', () => {
  const known = [admitted(), authorityEndorsed()];

  test('is endorsed by the root of its state, once', () => {
    given(...known)
      .when(endorseKey())
      .then(keyEndorsed());
    given(...known, keyEndorsed())
      .when(endorseKey(again))
      .then();
  });

  test.each<[string, Parameters<typeof endorseKey>[0]]>([
    ['for another use', { use: 'record' }],
    ['for another algorithm', { alg: 'ES256' }],
    ['from another time on', { validFrom: T1 }],
    ['for longer', { validUntil: T3 }],
    ['for another holder', { holder: 'RU.MOH' }],
  ])('is not endorsed again %s', (_, change) =>
    given(...known, authorityEndorsed({ authority: 'RU.MOH' }), keyEndorsed())
      .when(endorseKey(change))
      .thenThrows('RULE_ALREADY_ENDORSED'),
  );

  test('is never the root itself', () =>
    given(...known)
      .when(endorseKey({ kid: 'root' }))
      .thenThrows('RULE_ALREADY_ENDORSED'));

  test.each<[string, object, object]>([
    ['the root of another state', { signer: 'root of KZ' }, { by: 'KZ' }],
    ['an authority of another state', { signer: 'other' }, { by: 'KZ.MOL' }],
    ['the hub', { signer: 'hub' }, { by: 'HUB' }],
    ['the quorum', {}, { by: QUORUM }],
    ['an authority of its own state', { signer: 'labour', kid: 'new' }, { by: 'RU.MOL' }],
  ])('is not endorsed by %s', (_, change, rest) =>
    given(...LABOUR)
      .when(endorseKey(change, rest))
      .thenThrows('TRUST_KEY_NOT_ENDORSED'),
  );

  test('is not endorsed for a holder that nobody endorsed, nor for one of another state', () => {
    given(admitted()).when(endorseKey()).thenThrows('RULE_AUTHORITY_UNKNOWN');
    given(...known)
      .when(endorseKey({ holder: 'KZ.MOL' }))
      .thenThrows('TRUST_KEY_NOT_ENDORSED');
  });

  test('is retired once, by the root', () => {
    given(...LABOUR)
      .when(retireKey())
      .then(keyRetired());
    given(...LABOUR, keyRetired())
      .when(retireKey(again))
      .then();
    given(...LABOUR)
      .when(retireKey({ kid: 'other' }))
      .thenThrows('TRUST_KEY_UNKNOWN');
    given(...LABOUR)
      .when(retireKey({ signer: 'labour' }, { by: 'RU.MOL' }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('is reported compromised by the root, also after it was retired', () => {
    given(...LABOUR)
      .when(reportCompromise())
      .then(keyCompromised());
    given(...LABOUR, keyRetired())
      .when(reportCompromise())
      .then(keyCompromised());
    given(...LABOUR)
      .when(reportCompromise({ kid: 'other' }))
      .thenThrows('TRUST_KEY_UNKNOWN');
    given(...LABOUR)
      .when(reportCompromise({ signer: 'labour' }, { by: 'RU.MOL' }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('was compromised ever earlier, never later', () => {
    const reported = [...LABOUR, keyCompromised()];
    given(...reported)
      .when(reportCompromise(again))
      .then();
    given(...reported)
      .when(reportCompromise({ since: T3 }))
      .then();
    given(...reported)
      .when(reportCompromise({ since: T1 }))
      .then(keyCompromised({ since: T1 }));
  });
});

/** A health ministry with a `statement` key of its own. */
const HEALTH = [
  authorityEndorsed({ authority: 'RU.MOH' }),
  keyEndorsed({ holder: 'RU.MOH', kid: 'health' }),
];

describe('an agency', () => {
  test('is licensed by an authority of its state', () => {
    given(...LABOUR)
      .when(licenseAgency())
      .then(agencyLicensed());
    given(...LABOUR, agencyLicensed())
      .when(licenseAgency(again))
      .then();
    given(...LABOUR, agencyLicensed())
      .when(licenseAgency({ number: 'N 2' }))
      .then(agencyLicensed({ number: 'N 2' }));
  });

  test.each([
    ['destinations', { destinations: ['RU'] }],
    ['another destination', { destinations: ['RU', 'BY'] }],
    ['a beginning', { validFrom: '2026-01-01' }],
    ['an end', { validUntil: '2030-01-01' }],
    ['fees', { feePolicy: 'CAPPED' as const }],
  ])('is not given %s that the same licence does not have', (_, change) =>
    given(...LABOUR, agencyLicensed())
      .when(licenseAgency(change))
      .thenThrows('RULE_ALREADY_ENDORSED'),
  );

  test.each<[string, ErrorCode, object, object]>([
    ['the root', 'TRUST_NOT_ALLOWED', { signer: 'root' }, { by: 'RU' }],
    ['an authority of another state', 'TRUST_NOT_ALLOWED', { signer: 'other' }, { by: 'KZ.MOL' }],
    ['itself', 'TRUST_NOT_ALLOWED', { signer: 'own' }, { by: 'RU.AGENCY1', at: T2 }],
    [
      'itself with a key for requests',
      'TRUST_KEY_USE',
      { signer: 'agency' },
      { by: 'RU.AGENCY1', at: T2 },
    ],
    ['an authority with a key of another', 'TRUST_NOT_ALLOWED', {}, { by: 'RU.MOH' }],
    ['an authority with the root', 'TRUST_NOT_ALLOWED', { signer: 'root' }, { by: 'RU.MOL' }],
  ])('is not licensed by %s', (_, code, change, rest) =>
    given(...AGENCY, agencyKeyEndorsed({ kid: 'own', use: 'statement' }))
      .when(licenseAgency({ agency: 'RU.AGENCY2', ...change }, rest))
      .thenThrows(code),
  );

  test('of another state is not licensed', () =>
    given(...LABOUR)
      .when(licenseAgency({ agency: 'KZ.AGENCY1' }))
      .thenThrows('TRUST_NOT_ALLOWED'));

  test('is not given the licence of another authority, but may have one of each', () => {
    const byHealth = { signer: 'health' };
    given(...LABOUR, ...HEALTH, agencyLicensed())
      .when(licenseAgency(byHealth, { by: 'RU.MOH' }))
      .thenThrows('RULE_ALREADY_ENDORSED');
    const second = agencyLicensed(
      { ...byHealth, number: 'N 2', licensor: 'RU.MOH' },
      { by: 'RU.MOH' },
    );
    given(...LABOUR, ...HEALTH, agencyLicensed(), second)
      .when(endorseAgencyKey())
      .then(agencyKeyEndorsed());
    given(...LABOUR, ...HEALTH, agencyLicensed(), second)
      .when(endorseAgencyKey(byHealth, { by: 'RU.MOH' }))
      .then(agencyKeyEndorsed(byHealth, { by: 'RU.MOH' }));
  });

  test('has keys that its licensor endorses, retires and reports', () => {
    const licensed = [...LABOUR, agencyLicensed()];
    given(...licensed)
      .when(endorseAgencyKey())
      .then(agencyKeyEndorsed());
    given(...licensed)
      .when(endorseAgencyKey({ use: 'statement' }))
      .then(agencyKeyEndorsed({ use: 'statement' }));
    const byLabour = { kid: 'agency', signer: 'labour', issuedAt: T1 };
    given(...AGENCY)
      .when(retireKey(byLabour, { by: 'RU.MOL' }))
      .then(keyRetired(byLabour, { by: 'RU.MOL' }));
    given(...AGENCY)
      .when(reportCompromise(byLabour, { by: 'RU.MOL' }))
      .then(keyCompromised(byLabour, { by: 'RU.MOL' }));
    given(...AGENCY)
      .when(retireKey({ kid: 'agency' }))
      .then(keyRetired({ kid: 'agency' }));
  });

  test.each<[string, ErrorCode, object, object]>([
    ['the root', 'TRUST_KEY_NOT_ENDORSED', { signer: 'root' }, { by: 'RU' }],
    [
      'an authority that did not license it',
      'TRUST_KEY_NOT_ENDORSED',
      { signer: 'health' },
      { by: 'RU.MOH' },
    ],
    ['nobody, when it is not licensed', 'RULE_AGENCY_UNKNOWN', { holder: 'RU.AGENCY2' }, {}],
    ['its licensor for records', 'TRUST_NOT_ALLOWED', { use: 'record' }, {}],
    ['its licensor for status lists', 'TRUST_NOT_ALLOWED', { use: 'status' }, {}],
  ])('has no key from %s', (_, code, change, rest) =>
    given(...LABOUR, ...HEALTH, agencyLicensed())
      .when(endorseAgencyKey(change, rest))
      .thenThrows(code),
  );

  test('loses and regains its licence by its licensor', () => {
    given(...AGENCY)
      .when(suspendLicence())
      .then(licenceSuspended());
    given(...AGENCY, licenceSuspended())
      .when(suspendLicence({ issuedAt: T2 }))
      .then();
    given(...AGENCY, licenceSuspended())
      .when(restoreLicence())
      .then(licenceRestored());
    given(...AGENCY)
      .when(restoreLicence())
      .then();
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(restoreLicence({ issuedAt: T3 }))
      .then();
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(suspendLicence({ issuedAt: T3 }))
      .then(licenceSuspended({ issuedAt: T3 }));
    given(...AGENCY)
      .when(suspendLicence({ number: 'N 2' }))
      .thenThrows('RULE_AGENCY_UNKNOWN');
    given(...AGENCY)
      .when(suspendLicence({ agency: 'RU.AGENCY2' }))
      .thenThrows('RULE_AGENCY_UNKNOWN');
    given(...AGENCY)
      .when(suspendLicence({ signer: 'root' }, { by: 'RU' }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('gains nothing by sending an old act again: the last signed counts, in one second the suspension', () => {
    const twice = [
      ...AGENCY,
      licenceSuspended(),
      licenceRestored(),
      licenceSuspended({ issuedAt: T3 }),
    ];
    given(...twice)
      .when(restoreLicence())
      .then();
    given(...twice)
      .when(restoreLicence({ issuedAt: T1 }))
      .thenThrows('RULE_STATEMENT_STALE');
    given(...twice)
      .when(restoreLicence({ issuedAt: T3 }))
      .thenThrows('RULE_STATEMENT_STALE');
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(suspendLicence())
      .then();
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(suspendLicence({ issuedAt: T0 }))
      .thenThrows('RULE_STATEMENT_STALE');
    given(...AGENCY, licenceSuspended({ issuedAt: T2 }), licenceRestored({ issuedAt: T3 }))
      .when(suspendLicence())
      .thenThrows('RULE_STATEMENT_STALE');
  });

  test('loses its licence for good by a revocation', () => {
    given(...AGENCY)
      .when(revokeLicence())
      .then(licenceRevoked());
    given(...AGENCY, licenceSuspended())
      .when(revokeLicence())
      .then(licenceRevoked());
    given(...AGENCY, licenceRevoked())
      .when(revokeLicence({ issuedAt: T3 }))
      .then();
    given(...AGENCY, licenceRevoked())
      .when(restoreLicence({ issuedAt: T3 }))
      .thenThrows('RULE_LICENCE_REVOKED');
    given(...AGENCY, licenceRevoked())
      .when(suspendLicence({ issuedAt: T3 }))
      .thenThrows('RULE_LICENCE_REVOKED');
    given(...AGENCY, licenceSuspended(), licenceRestored(), licenceRevoked())
      .when(restoreLicence())
      .then();
    const suspended = [...AGENCY, licenceSuspended(), licenceRevoked()];
    given(...suspended)
      .when(revokeLicence({ issuedAt: T3 }))
      .then();
    given(...suspended)
      .when(restoreLicence({ issuedAt: T3 }))
      .thenThrows('RULE_LICENCE_REVOKED');
    given(...AGENCY, licenceRevoked())
      .when(licenseAgency({ number: 'N 2' }))
      .then(agencyLicensed({ number: 'N 2' }));
  });

  test('is not revoked by a statement from before the last act, nor by anybody but its licensor', () => {
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(revokeLicence({ issuedAt: T1 }))
      .thenThrows('RULE_STATEMENT_STALE');
    given(...AGENCY, licenceSuspended(), licenceRestored())
      .when(revokeLicence())
      .then(licenceRevoked());
    given(...AGENCY)
      .when(revokeLicence({ signer: 'root' }, { by: 'RU' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(...AGENCY)
      .when(revokeLicence({ number: 'N 2' }))
      .thenThrows('RULE_AGENCY_UNKNOWN');
  });
});

describe('a statement key', () => {
  const acts: [string, (rest: object) => ParticipantCommand][] = [
    ['license', (rest) => licenseAgency({ number: 'N 2' }, rest)],
    ['suspend', (rest) => suspendLicence({}, rest)],
    ['endorse', (rest) => endorseAgencyKey({ kid: 'new' }, rest)],
    ['retire', (rest) => retireKey({ kid: 'agency', signer: 'labour' }, { by: 'RU.MOL', ...rest })],
  ];

  test.each(acts)('that was retired, compromised or has ended does not %s', (_, act) => {
    given(...AGENCY, keyRetired())
      .when(act({ at: T2 }))
      .thenThrows('TRUST_KEY_RETIRED');
    given(...AGENCY, keyCompromised())
      .when(act({ at: T3 }))
      .thenThrows('TRUST_KEY_COMPROMISED');
    given(...AGENCY)
      .when(act({ at: END }))
      .thenThrows('TRUST_KEY_NOT_ACTIVE');
  });

  test('of another use makes no statements', () =>
    given(admitted(), authorityEndorsed(), keyEndorsed({ use: 'record' }))
      .when(licenseAgency())
      .thenThrows('TRUST_KEY_USE'));

  test('that was in wrong hands made nothing that counts: neither keys nor licences', () => {
    const stolen = [
      ...AGENCY,
      agencyKeyEndorsed({ kid: 'own', use: 'statement' }, { at: T3 }),
      keyCompromised(),
    ];
    given(...stolen)
      .when(licenseAgency({ signer: 'own' }, { by: 'RU.AGENCY1', at: T3 }))
      .thenThrows('TRUST_KEY_NOT_ENDORSED');
    given(...stolen)
      .when(endorseAgencyKey({ kid: 'own', use: 'statement' }, { at: T1 }))
      .then();
  });

  test('that was in wrong hands granted a licence that its licensor can still take away', () => {
    const granted = [...AGENCY, keyEndorsed({ kid: 'second' }), keyCompromised({ since: T1 })];
    const signer = { signer: 'second' };
    given(...granted)
      .when(suspendLicence(signer))
      .then(licenceSuspended(signer));
    given(...granted)
      .when(restoreLicence(signer))
      .then();
    given(...granted)
      .when(revokeLicence(signer))
      .then(licenceRevoked(signer));
  });
});

test('events of keys and licences that were never given change nothing', () =>
  given(admitted(), keyRetired(), keyCompromised(), licenceSuspended())
    .when(endorseAuthority())
    .then(authorityEndorsed()));
