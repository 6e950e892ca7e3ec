import { inflateSync } from 'node:zlib';
import { jwtVerify } from 'jose';
import { generateKey, publicHalf, signJws, verifyJws } from '#signing';
import { codeOf, vectors } from '#testing';
import {
  compressStatuses,
  parseStatusList,
  signStatusList,
  statusAt,
  type Statuses,
} from './status-list.ts';

type Vector = {
  readonly bits: Statuses['bits'];
  readonly lst: string;
  readonly bytes_hex: string;
  readonly statuses: readonly number[];
};

const key = generateKey('KG.MOH', 'status');
const uri = 'https://hub.example/v1/status-lists/KG.MOH-1';
const times = { iat: 1_800_000_000, exp: 1_800_086_400, ttl: 60 };
const payload = (change: object = {}) => ({
  sub: uri,
  ...times,
  status_list: { bits: 1, lst: 'eNrbuRgAAhcBXQ' },
  ...change,
});

describe('a status list', () => {
  test.each(vectors<Vector>('token-status-list/vectors.json'))(
    'of the draft with $bits bits for each status is read, and compressed to what it inflates to',
    ({ bits, lst, bytes_hex, statuses }) => {
      const token = signJws('statuslist+jwt', payload({ status_list: { bits, lst } }), key);
      const { list } = parseStatusList(token);
      expect(Buffer.from(list.bytes).toString('hex')).toBe(bytes_hex);
      expect(statuses.map((_, index) => statusAt(list, index))).toEqual(statuses);
      expect(statusAt(list, statuses.length)).toBeUndefined();
      const compressed = Buffer.from(compressStatuses(list), 'base64url');
      expect(inflateSync(compressed).toString('hex')).toBe(bytes_hex);
    },
  );

  test('comes back as it was signed', () => {
    const list = { uri, ...times, bits: 1, bytes: Buffer.from('b9a3', 'hex') } as const;
    const parsed = parseStatusList(signStatusList(list, key));
    expect(parsed.list).toEqual(list);
    expect(() => verifyJws(parsed, publicHalf(key))).not.toThrow();
  });

  test('is a JWT to others, typed as the draft has it', async () => {
    const list = { uri, ...times, bits: 1, bytes: Buffer.alloc(16) } as const;
    const token = signStatusList(list, key);
    const { payload: claims } = await jwtVerify(token, publicHalf(key).key, {
      typ: 'statuslist+jwt',
      currentDate: new Date(times.iat * 1000),
    });
    expect(claims).toMatchObject({ sub: uri, ...times, status_list: { bits: 1 } });
  });

  test.each([-1, 0.5, 16, Number.NaN])('has no status at %p', (index) =>
    expect(statusAt({ bits: 1, bytes: Buffer.alloc(2) }, index)).toBeUndefined(),
  );

  test.each<[string, object]>([
    ['a place', { sub: 'not a place' }],
    ['a time', { iat: '2031' }],
    ['an end', { exp: undefined }],
    ['an age', { ttl: 0 }],
    ['a list', { status_list: undefined }],
    ['3 bits', { status_list: { bits: 3, lst: 'eNrbuRgAAhcBXQ' } }],
    ['bytes that are not compressed', { status_list: { bits: 1, lst: 'AAAAAAAAAAAAAAAA' } }],
    ['more than is said', { more: 1 }],
  ])('without or with %s is none', (_, change) => {
    const token = signJws('statuslist+jwt', JSON.stringify(payload(change)), key);
    expect(codeOf(() => parseStatusList(token))).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('that inflates without end is refused', () => {
    const lst = compressStatuses({ bits: 1, bytes: Buffer.alloc(2 ** 24 + 1) });
    const token = signJws('statuslist+jwt', payload({ status_list: { bits: 1, lst } }), key);
    expect(lst.length).toBeLessThan(30_000);
    expect(codeOf(() => parseStatusList(token))).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('of another type is refused', () => {
    const token = signJws('receipt+jws', payload(), key);
    expect(codeOf(() => parseStatusList(token))).toBe('WIRE_TYP_UNEXPECTED');
  });
});
