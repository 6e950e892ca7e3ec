import { decode } from '#event-store';
import { codeOf } from '#testing';
import type { ReplayedEvent } from '../types.ts';
import { readEvent } from './read-event.ts';
import { wholeHistory } from './whole-history.samples.ts';

const { history } = wholeHistory();
const { events } = history;
const issued = events.find(({ type }) => type === 'CertificateIssued')!;

const data = (change: (text: string) => string) => ({ ...issued, data: change(issued.data) });
const metadata = (change: (text: string) => string) => ({
  ...issued,
  metadata: change(issued.metadata),
});

describe('an event of a history', () => {
  test('is read as the hub reads it', () => {
    for (const event of events) {
      const { occurredAt: _, causationId: __, ...decoded } = decode(event);
      expect(readEvent(event)).toEqual(decoded);
    }
  });

  test('may hold what is called sealed anywhere', () => {
    for (const value of [
      { sealed: 'A' },
      { o: { sealed: 'A' }, sealed: 'B' },
      { o: { sealed: 'A' } },
      { sealed: '', o: { sealed: 'A' } },
      { sealed: 'é"\\' },
      { sealed: 'A', 'x"sealed': 'B' },
    ])
      expect(readEvent(data(() => JSON.stringify(value))).data).toEqual(value);
  });

  test.each<[string, ReplayedEvent]>([
    ['its data is no text', { ...issued, data: 7 as unknown as string }],
    ['its data is no object', data(() => '[]')],
    ['its data is another text for the same', data((text) => text.replace(':', ': '))],
    ['its data names a member twice', data((text) => text.replace('{', '{"iat":1,'))],
    ['its data names a forbidden member', data((text) => text.replace('{', '{"__proto__":1,'))],
    ['its data has half a surrogate pair', data((text) => text.replace('{', '{"a":"\\ud800",'))],
    ['what is sealed has no end', data((text) => text.slice(0, -60))],
    ['its data is too large', data((text) => text.replace('{', `{"a":"${'A'.repeat(2 ** 20)}",`))],
    ['its id was not drawn', { ...issued, id: `${issued.id.slice(0, 14)}1${issued.id.slice(15)}` }],
    ['its metadata is no text', { ...issued, metadata: null as unknown as string }],
    ['its metadata has another version', metadata((text) => text.replace(':1,', ':2,'))],
    ['its metadata says more', metadata((text) => text.replace('{', '{"a":1,'))],
    [
      'its metadata says more of its routing',
      metadata((text) => text.replace(',"nonce"', ',"a":1,"nonce"')),
    ],
    ['its metadata has no nonce', metadata((text) => text.replace(/,"nonce":"[^"]*"/, ''))],
    ['its nonce is not canonical', metadata((text) => text.replace(/."\}$/, 'B"}'))],
    [
      'it happened at another time',
      metadata((text) => text.replace('"occurredAt":"2026', '"occurredAt":"2025')),
    ],
    ['it was recorded on no day', metadata((text) => text.replaceAll('2026-11', '2026-13'))],
    [
      'it went to what is no recipient',
      metadata((text) => text.replace('"authority"', '"Authority"')),
    ],
    ['it went to nobody in particular', metadata((text) => text.replace(/"to":\[.*\]/, '"to":{}'))],
    [
      'it ran under what is no contract',
      metadata((text) => text.replace('"contract"', '"Contract"')),
    ],
    ['it ran under no list', metadata((text) => text.replace(/"under":\[[^\]]*\]/, '"under":1'))],
    [
      'its grants are no list',
      metadata((text) => text.replace(/"grants":\[[^\]]*\]/, '"grants":1')),
    ],
    [
      'a grant is no object',
      metadata((text) => text.replace(/"grants":\[[^\]]*\]/, '"grants":[1]')),
    ],
    [
      'one of its grants is no object',
      metadata((text) => text.replace('"grants":[', '"grants":[1,')),
    ],
    ['one of those it went to is none', metadata((text) => text.replace('"to":[', '"to":[1,'))],
    [
      'one of those it ran under is none',
      metadata((text) => text.replace('"under":[', '"under":[1,')),
    ],
  ])('is refused where %s', (_, event) => {
    expect(event).not.toEqual(issued);
    expect(codeOf(() => readEvent(event))).toBe('STORE_CORRUPT');
  });
});
