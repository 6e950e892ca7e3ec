import type { DomainEvent } from '#kernel';
import { decode, encode } from './codec.ts';
import type { RecordedEvent } from './event-store.ts';

const at = '2026-11-24T04:16:16.000Z';
const provenance = { id: 'id-1', nonce: 'AAAA', correlationId: 'id-2', causationId: 'id-3' };
const place = { stream: 'state-KG', revision: 4, position: '0000000000000009' };

const plain: DomainEvent = { type: 'KeyRetired', data: { kid: 'k1' }, at, by: 'KG' };
const routed: DomainEvent = {
  ...plain,
  under: [{ contract: 'c1', version: 2, hash: 'h' }],
  to: [{ authority: 'RU.MOH', grants: [{ contract: 'c1', version: 2, grant: 0 }] }],
};

const stored = (event: DomainEvent, occurredAt?: string): RecordedEvent => ({
  ...encode(event, occurredAt === undefined ? provenance : { ...provenance, occurredAt }),
  ...place,
});

describe('an event as texts', () => {
  test('has these metadata, in this order', () => {
    expect(encode(routed, provenance)).toEqual({
      id: 'id-1',
      type: 'KeyRetired',
      data: '{"kid":"k1"}',
      metadata:
        `{"schemaVersion":1,"occurredAt":"${at}","recordedAt":"${at}","correlationId":"id-2","causationId":"id-3",` +
        '"actor":"KG","under":[{"contract":"c1","version":2,"hash":"h"}],' +
        '"to":[{"authority":"RU.MOH","grants":[{"contract":"c1","version":2,"grant":0}]}],"nonce":"AAAA"}',
    });
  });

  test.each([plain, routed])('comes back with its place', (event) => {
    const { id, correlationId, causationId } = provenance;
    expect(decode(stored(event))).toStrictEqual({
      ...event,
      ...place,
      id,
      correlationId,
      causationId,
      occurredAt: at,
    });
  });

  test('may have occurred before it was recorded', () => {
    const earlier = '2026-11-20T00:00:00.000Z';
    expect(decode(stored(plain, earlier))).toMatchObject({ occurredAt: earlier, at });
  });

  test.each([
    ['data that is no JSON', { data: '{"kid"' }],
    ['metadata that is no JSON', { metadata: '' }],
    ['metadata of another form', { metadata: '{"schemaVersion":2}' }],
    ['no metadata', { metadata: 'null' }],
  ])('is refused with %s', (_, change) => {
    const decoding = () => decode({ ...stored(plain), ...change });
    expect(decoding).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
  });
});
