import type { ErrorCode } from '#kernel';
import { codeOf } from '#testing';
import { genesisHash, signGenesis, verifyGenesis, type Genesis } from './genesis.ts';
import { generateKey } from './keys.ts';

const roots = ['KG', 'RU', 'KZ'].map((state) => generateKey(state, 'root'));
const hub = {
  receipt: generateKey('HUB', 'hub').jwk,
  lane: generateKey('HUB', 'hub').jwk,
  log: generateKey('HUB', 'hub').jwk,
};
const document: Genesis = {
  origin: 'hub.example',
  states: roots.map(({ holder, jwk }) => ({ state: holder, name: `State ${holder}`, root: jwk })),
  hub,
  quorum: 2,
  foundedAt: '2026-11-24T00:00:00.000Z',
};
const signatures = roots.map((root) => signGenesis(document, root));
const file = { document, signatures };

describe('a genesis file', () => {
  test('is what every founding root signed and the pin names', () => {
    expect(verifyGenesis(file)).toEqual(document);
    expect(verifyGenesis(JSON.stringify(file), genesisHash(document))).toEqual(document);
  });

  test('is known by the same hash, however it is written', () => {
    const { origin, states, ...rest } = document;
    expect(genesisHash({ ...rest, states, origin })).toBe(genesisHash(document));
    expect(genesisHash({ ...document, quorum: 1 })).not.toBe(genesisHash(document));
  });

  test('is refused when it is another than the pinned one, though all its roots signed it', () => {
    const other = { ...document, hub: { ...hub, lane: generateKey('HUB', 'hub').jwk } };
    const signed = { document: other, signatures: roots.map((root) => signGenesis(other, root)) };
    expect(codeOf(() => verifyGenesis(signed))).toBeUndefined();
    expect(codeOf(() => verifyGenesis(signed, genesisHash(document)))).toBe(
      'TRUST_GENESIS_MISMATCH',
    );
  });

  const stranger = generateKey('XX', 'root');
  test.each<[string, ErrorCode, object]>([
    ['one root has not signed', 'TRUST_QUORUM', { document, signatures: signatures.slice(1) }],
    [
      'one root signed twice for another',
      'TRUST_QUORUM',
      { document, signatures: [signatures[0], signatures[0], signatures[1]] },
    ],
    [
      'somebody else signed too',
      'TRUST_KEY_UNKNOWN',
      { document, signatures: [...signatures, signGenesis(document, stranger)] },
    ],
    [
      'it was changed after signing',
      'TRUST_SIGNATURE_INVALID',
      { document: { ...document, quorum: 1 }, signatures },
    ],
    ['it holds more', 'WIRE_SCHEMA_MISMATCH', { ...file, note: '' }],
    ['nobody signed', 'WIRE_NOT_JWS', { document, signatures: [] }],
  ])('is refused when %s', (_, code, value) =>
    expect(codeOf(() => verifyGenesis(value as never))).toBe(code),
  );

  const [first, ...others] = document.states;
  test.each<[string, string, object]>([
    ['an origin that is an address', '/document/origin', { origin: 'https://hub.example/' }],
    ['no states', '/document/states', { states: [] }],
    ['a state twice', '/document/states', { states: [first, { ...others[0], state: 'KG' }] }],
    [
      'a state with a long id',
      '/document/states/0/state',
      { states: [{ ...first, state: 'KGZ' }] },
    ],
    ['a state without name', '/document/states/0/name', { states: [{ ...first, name: '' }] }],
    [
      'one root in two hands',
      '/document',
      { states: [first, { ...others[0], root: first!.root }] },
    ],
    ['a root that is the hub too', '/document', { hub: { ...hub, lane: first!.root } }],
    ['one key for receipts and lanes', '/document', { hub: { ...hub, receipt: hub.lane } }],
    ['one key for lanes and the log', '/document', { hub: { ...hub, log: hub.lane } }],
    [
      'a log key of another form',
      '/document/hub/log',
      { hub: { ...hub, log: generateKey('HUB', 'hub', 'ES256').jwk } },
    ],
    ['a quorum of none', '/document/quorum', { quorum: 0 }],
    ['a quorum beyond the states', '/document/quorum', { quorum: 4 }],
    ['a quorum of a half', '/document/quorum', { quorum: 1.5 }],
    ['a date as founding time', '/document/foundedAt', { foundedAt: '2026-11-24' }],
  ])('is refused with %s, naming the member', (_, pointer, change) => {
    const changed = { ...document, ...change };
    const signed = {
      document: changed,
      signatures: roots.map((root) => signGenesis(changed, root)),
    };
    const refused = () => verifyGenesis(signed);
    expect(codeOf(refused)).toBe('WIRE_SCHEMA_MISMATCH');
    expect(refused).toThrow(expect.objectContaining({ pointer }));
  });
});
