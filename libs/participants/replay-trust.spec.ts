import type { ErrorCode } from '#kernel';
import { generateKey, jcs, signGenesis } from '#signing';
import { codeOf } from '#testing';
import type { ParticipantEvent } from './domain/participant.messages.ts';
import { foundingCommands } from './founding.ts';
import {
  endorsedAuthority,
  endorsedKey,
  endorsement,
  genesis,
  genesisFile,
  hub,
  Ledger,
  licensed,
  NOW,
  roots,
  said,
  saidByAll,
} from './participants.samples.ts';
import { replayTrust } from './replay-trust.ts';
import { judge, keyOf } from './views/trust-list.view.ts';

const mol = generateKey('RU.MOL', 'statement');
const agencyKey = generateKey('RU.AGENCY1', 'request');
const LATER = '2026-11-25T00:00:00.000Z';

const ledger = new Ledger();
for (const statement of [
  endorsedAuthority('RU.MOL', roots.RU),
  endorsedKey(mol, roots.RU),
  licensed('RU.AGENCY1', mol),
  endorsedKey(agencyKey, mol),
  saidByAll('membership+jws', { state: 'KZ', status: 'observer', from: NOW }, [roots.KG, roots.RU]),
  said('retirement+jws', { kid: agencyKey.kid }, mol),
])
  ledger.submit(statement);
ledger.submit(said('compromise+jws', { kid: mol.kid, since: NOW }, roots.RU), LATER);

const last = (type: ParticipantEvent['type']) =>
  ledger.events.findLastIndex((one) => one.type === type);

describe('replaying the trust list', () => {
  const whole = replayTrust(genesis, ledger.events);

  test('gives what the hub knows, from genesis and statements alone', () => {
    expect(whole.refused).toEqual([]);
    expect({ ...whole.trust, proved: false }).toEqual(ledger.trust);
  });

  test('goes on where it ended', () => {
    const half = replayTrust(genesis, ledger.events.slice(0, 5));
    expect(replayTrust(genesis, ledger.events.slice(5), half)).toEqual(whole);
  });

  test('reads events as they come over the wire, with whatever stands beside them', () => {
    const sent = JSON.parse(JSON.stringify(ledger.events)) as ParticipantEvent[];
    const dressed = sent.map((event, index) => ({
      ...event,
      id: 'x',
      stream: 'state-RU',
      revision: index,
    }));
    expect(replayTrust(genesis, dressed).refused).toEqual([]);
  });

  test('says of a key that is not in it that no root endorsed it', () => {
    const evidence = { use: 'record', iat: 1795492560, recordedAt: NOW } as const;
    expect(codeOf(() => judge(whole.trust, 'unheard of', evidence))).toBe('TRUST_KEY_NOT_ENDORSED');
  });
});

describe('an operator with every key of the hub', () => {
  const forged = generateKey('KG.MOH', 'record');
  const honest = new Ledger();
  honest.submit(endorsedAuthority('KG.MOH', roots.KG));
  const [genuine] = honest.submit(endorsedKey(generateKey('KG.MOH', 'record'), roots.KG));
  const forgery = (by: typeof forged, iss: string, signer = by.kid): ParticipantEvent => {
    const key = endorsement(forged);
    const statement = said('endorsement+jws', { key }, by, { iss });
    return {
      ...genuine,
      data: { ...genuine!.data, ...key, kid: forged.kid, statement, signer },
    } as ParticipantEvent;
  };
  test.each<[string, ParticipantEvent]>([
    ['signed by the receipt key', forgery(hub.receipt, 'KG')],
    ['signed by the lane key', forgery(hub.lane, 'KG')],
    ['that names the root as its signer', forgery(hub.lane, 'KG', roots.KG.kid)],
    ['signed by a root of their own', forgery(generateKey('KG', 'root'), 'KG')],
    [
      'with the statement of another key',
      {
        ...forgery(hub.lane, 'KG'),
        data: { ...forgery(hub.lane, 'KG').data, statement: genuine!.data.statement },
      } as ParticipantEvent,
    ],
  ])('endorses no key with an event %s', (_, event) => {
    const { trust, refused } = replayTrust(genesis, [...honest.events, event]);
    expect(refused).toEqual([{ event, code: 'TRUST_KEY_NOT_ENDORSED' }]);
    expect(keyOf(trust, forged.kid)).toBeUndefined();
  });

  test('makes no state of their own', () => {
    const own = { ...genesis, states: [{ ...genesis.states[0]!, root: forged.jwk }], quorum: 1 };
    const file = { document: own, signatures: [signGenesis(own, forged)] };
    const [admission] = foundingCommands(file, NOW);
    const { data, by, at } = admission!.command;
    const event = { type: 'StateAdmitted', data, by, at } as ParticipantEvent;
    expect(replayTrust(genesis, [event]).refused).toEqual([
      { event, code: 'TRUST_GENESIS_MISMATCH' },
    ]);
  });
});

describe('an event is refused, and the rest is not harmed,', () => {
  const changed = (at: number, data: object, rest: object = {}) =>
    ledger.events.with(at, {
      ...ledger.events[at]!,
      ...rest,
      data: { ...ledger.events[at]!.data, ...data },
    } as ParticipantEvent);
  const endorsedAt = last('KeyEndorsed');
  const licensedAt = last('AgencyLicensed');

  test.each<[string, ErrorCode, number, ParticipantEvent[]]>([
    [
      'when it gives a key another holder',
      'TRUST_KEY_NOT_ENDORSED',
      endorsedAt,
      changed(endorsedAt, { holder: 'RU.MOL' }),
    ],
    [
      'when it gives a key another use',
      'TRUST_KEY_NOT_ENDORSED',
      endorsedAt,
      changed(endorsedAt, { use: 'statement' }),
    ],
    [
      'when it gives a key more time',
      'TRUST_KEY_NOT_ENDORSED',
      endorsedAt,
      changed(endorsedAt, { validUntil: '2099-01-01T00:00:00.000Z' }),
    ],
    [
      'when it gives a licence more destinations',
      'STORE_CORRUPT',
      licensedAt,
      changed(licensedAt, { destinations: ['RU', 'KZ'] }),
    ],
    [
      'when it is dated back before its key was endorsed',
      'TRUST_KEY_NOT_ACTIVE',
      licensedAt,
      changed(licensedAt, {}, { at: '2026-11-01T00:00:00.000Z' }),
    ],
    [
      'when it names another signer',
      'STORE_CORRUPT',
      licensedAt,
      changed(licensedAt, {}, { by: 'RU' }),
    ],
    [
      'when it says another thing happened',
      'STORE_CORRUPT',
      licensedAt,
      changed(licensedAt, {}, { type: 'LicenceSuspended' }),
    ],
    [
      'when its statement is missing',
      'STORE_CORRUPT',
      licensedAt,
      changed(licensedAt, { statement: undefined }),
    ],
    [
      'when its time is no time',
      'STORE_CORRUPT',
      licensedAt,
      changed(licensedAt, {}, { at: 'yesterday' }),
    ],
    [
      'when a compromise moves',
      'STORE_CORRUPT',
      last('KeyCompromised'),
      changed(last('KeyCompromised'), { since: LATER }),
    ],
    [
      'when it stands there twice',
      'STORE_CORRUPT',
      licensedAt + 1,
      ledger.events.toSpliced(licensedAt, 0, ledger.events[licensedAt]!),
    ],
  ])('%s', (_, code, at, events) => {
    const { refused } = replayTrust(genesis, events);
    expect(refused[0]).toEqual({ event: events[at], code });
  });

  test('when another genesis is pinned: then nothing is left', () => {
    const other = { ...genesis, origin: 'other.example' };
    const { trust, refused } = replayTrust(other, ledger.events);
    expect(refused).toHaveLength(ledger.events.length);
    expect(refused[0]!.code).toBe('TRUST_GENESIS_MISMATCH');
    expect(trust.states.size).toBe(0);
  });

  test('when founding is left out: then the state has no root', () => {
    const { refused } = replayTrust(genesis, ledger.events.slice(3));
    expect(refused.map(({ code }) => code)).toContain('TRUST_KEY_NOT_ENDORSED');
  });
});

describe('founding', () => {
  test('admits every state of genesis with the whole file as its proof', () => {
    const commands = foundingCommands(genesisFile, NOW);
    expect(commands.map(({ stream }) => stream)).toEqual(['state-KG', 'state-RU', 'state-KZ']);
    expect(commands[0]!.command).toEqual({
      type: 'AdmitState',
      data: {
        state: 'KG',
        root: roots.KG.jwk,
        kid: roots.KG.kid,
        status: 'member',
        from: genesis.foundedAt,
        statement: jcs(genesisFile),
      },
      by: 'GENESIS',
      at: NOW,
    });
  });

  test('needs every root', () =>
    expect(
      codeOf(() =>
        foundingCommands({ ...genesisFile, signatures: genesisFile.signatures.slice(1) }, NOW),
      ),
    ).toBe('TRUST_QUORUM'));
});
