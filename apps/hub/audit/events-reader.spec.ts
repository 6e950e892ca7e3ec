import type { RecordedEvent } from '#event-store';
import { lineOf } from './events-reader.ts';

const event: RecordedEvent = {
  id: '00000000-0000-4000-8000-000000000000',
  type: 'Noted',
  data: '{"n":1}',
  metadata: '{"at":"2026-11-25"}',
  stream: 'certificate-KG.MOH-1',
  revision: 0,
  position: '0000000000000001',
};

describe('a line of a replay holds the exact texts:', () => {
  test.each<[string, string]>([
    ['a compact text', '{"name":"TESTOV","of":["a","b"]}'],
    ['escapes', JSON.stringify({ text: 'a "quoted"\nline, a \\ and \ud800' })],
    ['white space between members', '{\n\t"n":\r\n 1\n}'],
    ['a tab alone', '{"n":\t1}'],
    ['a carriage return alone', '{"n":\r1}'],
    ['letters of all kinds', JSON.stringify({ name: 'Примерова', sign: '\u{1F600}\u2028' })],
  ])('%s', (_, text) => {
    const stored = { ...event, data: text, metadata: text };
    const line = lineOf(stored);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual(stored);
  });
});
