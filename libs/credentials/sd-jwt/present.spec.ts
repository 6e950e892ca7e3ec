import type { ClaimPath } from '#kernel';
import { digestOf, disclosureOf, handmade, saltOf } from './handmade.samples.ts';
import { present, showsNothing } from './present.ts';
import { resolve } from './resolve.ts';
import { parseSdJwt } from './sd-jwt.ts';

const family = disclosureOf([saltOf(1), 'familyName', 'Testov']);
const hidden = disclosureOf([saltOf(2), 'secret', 'x']);
const subject = disclosureOf([saltOf(3), 'subject', { _sd: [family, hidden].map(digestOf) }]);
const number = disclosureOf([saltOf(4), 'number', '7']);
const fit = disclosureOf([saltOf(5), { profile: 'RU/LABOUR/2' }]);
const other = disclosureOf([saltOf(6), { profile: 'KZ/LABOUR/1' }]);
const list = disclosureOf([
  saltOf(7),
  'assessments',
  [fit, other].map((one) => ({ '...': digestOf(one) })),
]);
const parsed = parseSdJwt(
  handmade({ _sd: [subject, number, list].map(digestOf) }, [
    number,
    family,
    subject,
    fit,
    other,
    list,
  ]),
);
const resolved = resolve(parsed);
const shown = (
  select: (path: ClaimPath, value: unknown) => boolean,
  sealed?: readonly { digest: string }[],
) => present(parsed, resolved, select, sealed).split('~').slice(1, -1);

describe('a presentation', () => {
  test('shows what is selected and what leads there, in the order of the record', () => {
    expect(shown((path) => path.join('.') === 'subject.familyName')).toEqual([family, subject]);
    expect(shown(() => true)).toEqual(parsed.disclosures);
  });

  test('is chosen by value too', () => {
    const isRussian = (_: ClaimPath, value: unknown) =>
      (value as { profile?: string }).profile?.startsWith('RU/') === true;
    expect(shown(isRussian)).toEqual([fit, list]);
  });

  test('never shows a container for itself', () => {
    const asked: string[] = [];
    expect(shown((path) => asked.push(path.join('.')) > 0 && path.length === 1)).toEqual([number]);
    expect(asked.sort()).toEqual([
      'assessments.0',
      'assessments.1',
      'number',
      'subject.familyName',
    ]);
  });

  test('leads to sealed items', () => {
    expect(shown(() => false, [{ digest: digestOf(hidden) }])).toEqual([subject]);
    expect(shown(() => false, [{ digest: digestOf('elsewhere') }])).toEqual([]);
  });

  test('of nothing is the bare JWT', () => {
    const nothing = present(parsed, resolved, () => false);
    expect(nothing).toBe(`${parsed.jwt}~`);
    expect(showsNothing(nothing)).toBe(true);
    expect(showsNothing(parsed.text)).toBe(false);
  });

  test('is again a credential that resolves, with the same signature', () => {
    const again = parseSdJwt(present(parsed, resolved, (path) => path[0] === 'number'));
    expect(again.jwt).toBe(parsed.jwt);
    expect(resolve(again).claims).toEqual({ number: '7' });
  });
});
