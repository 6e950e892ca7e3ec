import fc from 'fast-check';
import { HubError } from '#kernel';
import { parseJson } from '#signing';
import { parseCompactJson } from './compact-json.ts';

const outcome = (parse: (text: string) => unknown, text: string) => {
  try {
    return { value: parse(text) };
  } catch (error) {
    return { code: (error as HubError).code };
  }
};
const sameAsStrict = (text: string) =>
  expect(outcome(parseCompactJson, text)).toEqual(outcome(parseJson, text));

describe('the reader of compact JSON says what the strict reader says', () => {
  test.each([
    '["salt","name","value"]',
    '["salt","name",{"a":"x","a":"y"}]',
    '{"a":{"b":"1"},"a":{"b":"1"}}',
    '{"":"","":""}',
    '{"a":1e3,"bb":1,"bb":1}',
    '{"a":100000,"b":1,"b":1}',
    '{ "a" : "b" }',
    '{"a":"b" }',
    '{"__proto__":"x"}',
    '{"constructor":"x"}',
    '[{"prototype":"x"}]',
    '["__proto__"]',
    '{"a\\u005f":"x"}',
    '["\\ud800"]',
    '[true,false,null,{},[]]',
    '[1,-0,1.5,1e400]',
    '[9007199254740993]',
    `${'['.repeat(32)}${']'.repeat(32)}`,
    `${'['.repeat(33)}${']'.repeat(33)}`,
    `${'{"a":'.repeat(33)}"x"${'}'.repeat(33)}`,
    `["${'['.repeat(40)}"]`,
    '["a"',
    '"a"b',
    '',
    'nul',
    '[,]',
    '\uFEFF[]',
    '["\u0000"]',
  ])('of %j', sameAsStrict);

  const anyJson = fc.json();
  const repeated = fc
    .tuple(fc.string(), fc.jsonValue(), fc.jsonValue())
    .map(([name, one, other]) => {
      const key = JSON.stringify(name);
      return `{${key}:${JSON.stringify(one)},${key}:${JSON.stringify(other)}}`;
    });
  const mutated = fc
    .tuple(anyJson, fc.nat(), fc.constantFrom('"', '{', '[', ',', ':', '\\', ' ', 'x', ''))
    .map(([text, at, sign]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + sign + text.slice(place + 1);
    })
    .filter((text) => text.isWellFormed());

  test.each([
    ['any JSON', anyJson],
    ['a member named twice', repeated],
    ['a text with one sign changed', mutated],
  ])('of %s', (_, texts) => {
    fc.assert(fc.property(texts, sameAsStrict), { numRuns: 1_500 });
  });
});
