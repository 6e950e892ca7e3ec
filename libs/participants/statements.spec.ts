import type { ErrorCode, JsonObject } from '#kernel';
import { codeOf } from '#testing';
import { generateKey, jcs, signGeneral, generalJws, thumbprint, verificationKey } from '#signing';
import { QUORUM } from './domain/participant.messages.ts';
import {
  END,
  endorsedAuthority,
  endorsedKey,
  endorsement,
  FOUNDED,
  genesis,
  hub,
  Ledger,
  licensed,
  NOW,
  roots,
  said,
  saidByAll,
} from './participants.samples.ts';
import { statementCommand } from './statements.ts';
import { keyOf, membership } from './views/trust-list.view.ts';

const mol = generateKey('RU.MOL', 'statement');
const record = generateKey('RU.MOL', 'record');
const agencyKey = generateKey('RU.AGENCY1', 'request');

/** RU has a labour ministry with a statement key and a record key, and it licensed an agency. */
function told(): Ledger {
  const ledger = new Ledger();
  ledger.submit(endorsedAuthority('RU.MOL', roots.RU));
  ledger.submit(endorsedKey(mol, roots.RU));
  ledger.submit(endorsedKey(record, roots.RU));
  ledger.submit(licensed('RU.AGENCY1', mol));
  ledger.submit(endorsedKey(agencyKey, mol));
  return ledger;
}
const ledger = told();
const refusal = (statement: string, at = NOW) =>
  codeOf(() => statementCommand(statement, ledger.trust, genesis, at));
/** Also decided on the stream. */
const refusalInAll = (statement: string) => codeOf(() => told().submit(statement));

describe('a statement becomes the command that it proves', () => {
  test('of a root', () => {
    const statement = endorsedAuthority('KG.MOH', roots.KG);
    expect(statementCommand(statement, ledger.trust, genesis, NOW)).toEqual({
      state: 'KG',
      stream: 'state-KG',
      command: {
        type: 'EndorseAuthority',
        data: {
          authority: 'KG.MOH',
          name: 'Authority KG.MOH',
          roles: ['labour-ministry'],
          signsContracts: true,
          statement,
          signer: roots.KG.kid,
          issuedAt: NOW,
        },
        by: 'KG',
        at: NOW,
      },
    });
  });

  test.each([
    ['EndorseKey', () => endorsedKey(generateKey('RU.AGENCY1', 'request'), mol)],
    ['RetireKey', () => said('retirement+jws', { kid: agencyKey.kid }, mol)],
    ['ReportCompromise', () => said('compromise+jws', { kid: mol.kid, since: FOUNDED }, roots.RU)],
    ['LicenseAgency', () => licensed('RU.AGENCY2', mol)],
    [
      'SuspendLicence',
      () => said('licence+jws', { act: 'SUSPEND', agency: 'RU.AGENCY1', number: 'N 1' }, mol),
    ],
    [
      'RevokeLicence',
      () => said('licence+jws', { act: 'REVOKE', agency: 'RU.AGENCY1', number: 'N 1' }, mol),
    ],
    [
      'RestoreLicence',
      () => said('licence+jws', { act: 'RESTORE', agency: 'RU.AGENCY1', number: 'N 1' }, mol),
    ],
  ])('of a root or an authority: %s', (type, make) => {
    const { stream, command } = statementCommand(make(), ledger.trust, genesis, NOW);
    expect([stream, command.type]).toEqual(['state-RU', type]);
  });

  test('and the stream decides the whole life of a state by it', () => {
    const life = told();
    expect(life.events.map(({ type }) => type)).toEqual([
      'StateAdmitted',
      'StateAdmitted',
      'StateAdmitted',
      'AuthorityEndorsed',
      'KeyEndorsed',
      'KeyEndorsed',
      'AgencyLicensed',
      'KeyEndorsed',
    ]);
    expect(keyOf(life.trust, agencyKey.kid)).toMatchObject({
      holder: 'RU.AGENCY1',
      signer: mol.kid,
    });
    expect(life.submit(endorsedKey(mol, roots.RU))).toEqual([]);
  });

  test('for an encryption key on P-256', () => {
    const key = generateKey('RU.MOL', 'encryption');
    const [event] = told().submit(endorsedKey(key, roots.RU));
    expect(event).toMatchObject({
      type: 'KeyEndorsed',
      data: { kid: key.kid, alg: 'ECDH-ES+A256KW' },
    });
  });
});

describe('a key is endorsed by its own root only', () => {
  const forged = generateKey('KG.MOH', 'record');
  const withMinistry = () => {
    const world = told();
    world.submit(endorsedAuthority('KG.MOH', roots.KG));
    return world;
  };
  const asKg = (by: typeof mol) =>
    said('endorsement+jws', { key: endorsement(forged) }, by, { iss: 'KG' });

  test.each<[string, ErrorCode, string]>([
    ["the hub's receipt key", 'TRUST_KEY_NOT_ENDORSED', asKg(hub.receipt)],
    ["the hub's lane key", 'TRUST_KEY_NOT_ENDORSED', asKg(hub.lane)],
    ['a root of their own', 'TRUST_KEY_NOT_ENDORSED', asKg(generateKey('KG', 'root'))],
    ['another state in its own name', 'TRUST_KEY_NOT_ENDORSED', endorsedKey(forged, roots.RU)],
    ['another state in this name', 'TRUST_WRONG_ISSUER', asKg(roots.RU)],
    ['a ministry of another state', 'TRUST_KEY_NOT_ENDORSED', endorsedKey(forged, mol)],
    ['the key itself', 'TRUST_KEY_NOT_ENDORSED', endorsedKey(forged, forged)],
  ])('not by an operator with %s', (_, code, statement) =>
    expect(codeOf(() => withMinistry().submit(statement))).toBe(code),
  );

  test('and the root can', () =>
    expect(withMinistry().submit(endorsedKey(forged, roots.KG))).toHaveLength(1));

  test('once, in one state, and is no root and none of the hub', () => {
    const world = withMinistry();
    world.submit(endorsedKey(forged, roots.KG));
    const taken = { ...forged, holder: 'RU.MOL' };
    expect(codeOf(() => world.submit(endorsedKey(taken, roots.RU)))).toBe('RULE_ALREADY_ENDORSED');
    for (const other of [roots.KZ, hub.lane, hub.receipt]) {
      const key = { ...other, holder: 'RU.MOL', use: 'request' as const };
      expect(refusalInAll(endorsedKey(key, roots.RU))).toBe('RULE_ALREADY_ENDORSED');
    }
    expect(codeOf(() => world.submit(endorsedKey({ ...forged, use: 'status' }, roots.KG)))).toBe(
      'RULE_ALREADY_ENDORSED',
    );
  });
});

describe('a statement is refused', () => {
  const retirement = (change: JsonObject = {}, by = roots.RU, at = NOW) =>
    said('retirement+jws', { kid: mol.kid, ...change }, by, { at });
  const tampered = retirement().replace(
    /\.[^.]+\./,
    `.${Buffer.from(jcs({ iss: 'RU', iat: 1795492560, kid: record.kid })).toString('base64url')}.`,
  );

  test.each<[string, ErrorCode, string]>([
    ['of another kind', 'WIRE_TYP_UNEXPECTED', said('revocation+jws', {}, roots.RU)],
    [
      'of a kind that a quorum signs, by one',
      'WIRE_TYP_UNEXPECTED',
      said('membership+jws', { state: 'RU', status: 'left', from: NOW }, roots.RU),
    ],
    ['that is no JWS', 'WIRE_NOT_JWS', 'RU says so'],
    ['too large', 'WIRE_TOO_LARGE', 'A'.repeat(32 * 1024 + 1)],
    ['changed after signing', 'TRUST_SIGNATURE_INVALID', tampered],
    [
      'by a key that nobody endorsed',
      'TRUST_KEY_UNKNOWN',
      retirement({}, generateKey('RU', 'root')),
    ],
    ['by a key for records', 'TRUST_KEY_USE', said('retirement+jws', { kid: mol.kid }, record)],
    [
      'in the name of another',
      'TRUST_WRONG_ISSUER',
      said('licence+jws', { act: 'SUSPEND', agency: 'RU.AGENCY1', number: 'N 1' }, mol, {
        iss: 'RU.MOH',
      }),
    ],
    [
      'by a root from the future',
      'TRUST_IAT_IN_FUTURE',
      retirement({}, roots.RU, '2026-11-24T03:57:01.000Z'),
    ],
    [
      'by a ministry from the future',
      'TRUST_IAT_IN_FUTURE',
      said('retirement+jws', { kid: agencyKey.kid }, mol, { at: '2026-11-24T03:57:01.000Z' }),
    ],
    [
      'about a key that nobody endorsed',
      'TRUST_KEY_UNKNOWN',
      retirement({ kid: thumbprint(roots.KG.jwk) }),
    ],
    ['about a key of another state', 'TRUST_NOT_ALLOWED', retirement({}, roots.KG)],
  ])('%s', (_, code, statement) => expect(refusalInAll(statement)).toBe(code));

  test('after its key has ended', () => {
    expect(refusal(licensed('RU.AGENCY2', mol))).toBeUndefined();
    expect(refusal(licensed('RU.AGENCY2', mol), END)).toBe('TRUST_KEY_NOT_ACTIVE');
  });

  const key = endorsement(generateKey('RU.MOL', 'request'));
  const keyWith = (change: JsonObject) =>
    said('endorsement+jws', { key: { ...key, ...change } }, roots.RU);
  const authority = { id: 'RU.MOH', name: 'x', roles: ['auditor'], signsContracts: false };
  const authorityWith = (change: JsonObject) =>
    said('endorsement+jws', { authority: { ...authority, ...change } }, roots.RU);
  test.each<[string, string]>([
    ['/statement/kid', retirement({ kid: 'short' })],
    ['/statement/extra', retirement({ extra: 1 })],
    ['/statement/a~1b~0', retirement({ 'a/b~': 1 })],
    ['/statement/since', said('compromise+jws', { kid: mol.kid, since: '2026-11-24' }, roots.RU)],
    ['/statement/since', said('compromise+jws', { kid: mol.kid }, roots.RU)],
    ['/statement/iat', said('retirement+jws', { kid: mol.kid, iat: 1.5 }, roots.RU)],
    ['/statement/iat', said('retirement+jws', { kid: mol.kid, iat: 253402300800 }, roots.RU)],
    ['/statement/key/holder', keyWith({ holder: 'RU' })],
    ['/statement/key/use', keyWith({ use: 'root' })],
    ['/statement/key/alg', keyWith({ alg: 'EdDSA' })],
    ['/statement/key/alg', keyWith({ alg: 'ECDH-ES+A256KW' })],
    ['/statement/key/alg', keyWith({ use: 'encryption' })],
    ['/statement/key/alg', keyWith({ alg: 'none' })],
    ['/statement/key/jwk/d', keyWith({ jwk: { ...key.jwk, d: key.jwk.x } })],
    ['/statement/key/jwk/y', keyWith({ jwk: { kty: 'EC', crv: 'P-256', x: key.jwk.x } })],
    ['/statement/key/validUntil', keyWith({ validUntil: '2026-10-01T00:00:00.000Z' })],
    ['/statement/key/validFrom', keyWith({ validFrom: '2026-02-30T00:00:00.000Z' })],
    ['/statement/authority/id', authorityWith({ id: 'ru.moh' })],
    ['/statement/authority/id', authorityWith({ id: 'RU.' })],
    ['/statement/authority/name', authorityWith({ name: 'two\nlines' })],
    ['/statement/authority/roles', authorityWith({ roles: [] })],
    ['/statement/authority/roles', authorityWith({ roles: ['auditor', 'auditor'] })],
    ['/statement/authority/roles/0', authorityWith({ roles: ['agency'] })],
    ['/statement/authority/signsContracts', authorityWith({ signsContracts: 'yes' })],
    [
      '/statement/destinations/1',
      licensed('RU.AGENCY2', mol, { destinations: ['RU', 'Kazakhstan'] }),
    ],
    ['/statement/taxId', licensed('RU.AGENCY2', mol, { taxId: '1' })],
    ['/statement/taxId', licensed('RU.AGENCY2', mol, { taxId: '770000000017' })],
    ['/statement/taxId', licensed('RU.AGENCY2', mol, { taxId: null })],
    ['/statement/validFrom', licensed('RU.AGENCY2', mol, { validFrom: '2026-13-01' })],
    ['/statement/validUntil', licensed('RU.AGENCY2', mol, { validUntil: '2026-10-01' })],
    ['/statement/act', licensed('RU.AGENCY2', mol, { act: 'WITHDRAW' })],
  ])('for the member at fault: %s', (pointer, statement) => {
    const refused = () => statementCommand(statement, ledger.trust, genesis, NOW);
    expect(codeOf(refused)).toBe('WIRE_SCHEMA_MISMATCH');
    expect(refused).toThrow(expect.objectContaining({ pointer }));
  });

  test('for a key beside the curve', () => {
    const { jwk } = key;
    expect(refusal(keyWith({ jwk: { ...jwk, x: jwk.y, y: jwk.x } }))).toBe('WIRE_SCHEMA_MISMATCH');
    expect(() => verificationKey(jwk, 'ES256')).not.toThrow();
  });
});

describe('a quorum of roots', () => {
  const by = generateKey('BY', 'root');
  const admission = { state: 'BY', root: by.jwk, status: 'member', from: NOW };
  const suspension = { state: 'KZ', status: 'suspended', from: NOW };

  test('admits a state, whose root then counts', () => {
    const world = told();
    world.submit(saidByAll('admission+jws', admission, [roots.KG, roots.RU]));
    expect(membership(world.trust, 'BY', NOW)).toBe('member');
    expect(world.submit(endorsedAuthority('BY.MOH', by))).toHaveLength(1);
    expect(world.submit(saidByAll('membership+jws', suspension, [by, roots.KG]))).toHaveLength(1);
  });

  test('suspends a state, which may still retire its keys', () => {
    const world = told();
    const [event] = world.submit(
      saidByAll('membership+jws', { ...suspension, state: 'RU' }, [roots.KG, roots.KZ]),
    );
    expect(event).toMatchObject({ type: 'MembershipChanged', by: QUORUM });
    expect(membership(world.trust, 'RU', NOW)).toBe('suspended');
    expect(world.submit(said('retirement+jws', { kid: mol.kid }, roots.RU))).toHaveLength(1);
  });

  test('counts members only, each once', () => {
    const world = told();
    world.submit(saidByAll('membership+jws', suspension, [roots.KG, roots.RU]));
    const refused = (signers: Parameters<typeof saidByAll>[2]) =>
      codeOf(() => world.submit(saidByAll('admission+jws', admission, signers)));
    expect(refused([roots.KG])).toBe('TRUST_QUORUM');
    expect(refused([roots.KG, roots.KG])).toBe('TRUST_QUORUM');
    expect(refused([roots.KG, roots.KZ])).toBe('TRUST_QUORUM');
    expect(refused([roots.KG, roots.RU])).toBeUndefined();
  });

  test('is not needed to leave', () => {
    const world = told();
    const [event] = world.submit(
      saidByAll('membership+jws', { state: 'KZ', status: 'left', from: NOW }, [roots.KZ]),
    );
    expect(event).toMatchObject({ type: 'MembershipChanged', by: 'KZ' });
  });

  const text = jcs({ iss: 'BY', iat: 1795492560, ...admission });
  const signedBy = (...signers: (typeof by)[]) =>
    signers.map((one) => signGeneral('admission+jws', text, one));
  test.each<[string, ErrorCode, string]>([
    [
      'with one that is no root',
      'TRUST_KEY_UNKNOWN',
      generalJws(text, signedBy(roots.KG, roots.RU, by)),
    ],
    [
      'with one signature of another statement',
      'TRUST_SIGNATURE_INVALID',
      generalJws(text, [
        signedBy(roots.KG)[0]!,
        signGeneral('admission+jws', `${text} `, roots.RU),
      ]),
    ],
    [
      'with one signature of another kind',
      'WIRE_TYP_UNEXPECTED',
      generalJws(text, [signedBy(roots.KG)[0]!, signGeneral('membership+jws', text, roots.RU)]),
    ],
    [
      'about a state it does not name',
      'TRUST_WRONG_ISSUER',
      saidByAll('membership+jws', { ...suspension, iss: 'KG' }, [roots.KG, roots.RU]),
    ],
    [
      'from the future',
      'TRUST_IAT_IN_FUTURE',
      saidByAll('membership+jws', suspension, [roots.KG, roots.RU], END),
    ],
    [
      'about a state that was never admitted',
      'RULE_STATE_UNKNOWN',
      saidByAll('membership+jws', { ...suspension, state: 'BY' }, [roots.KG, roots.RU]),
    ],
    [
      'to admit a state with a root in use',
      'TRUST_NOT_ALLOWED',
      saidByAll('admission+jws', { ...admission, root: roots.KZ.jwk }, [roots.KG, roots.RU]),
    ],
    [
      'to admit a state with an endorsed key',
      'TRUST_NOT_ALLOWED',
      saidByAll('admission+jws', { ...admission, root: mol.jwk }, [roots.KG, roots.RU]),
    ],
    [
      'to give a state another root',
      'RULE_ALREADY_ENDORSED',
      saidByAll('admission+jws', { ...admission, state: 'KZ' }, [roots.KG, roots.RU]),
    ],
    [
      'to make a state something else',
      'WIRE_SCHEMA_MISMATCH',
      saidByAll('membership+jws', { ...suspension, status: 'expelled' }, [roots.KG, roots.RU]),
    ],
    ['of nobody', 'WIRE_NOT_JWS', JSON.stringify({ payload: 'e30', signatures: [] })],
    ['in another form', 'WIRE_NOT_JWS', '{}'],
  ])('is refused %s', (_, code, statement) => expect(refusalInAll(statement)).toBe(code));
});
