import { codeOf } from '#testing';
import { digestOf, disclosureOf, handmade, saltOf } from './handmade.samples.ts';
import { resolve } from './resolve.ts';
import { parseSdJwt } from './sd-jwt.ts';

const family = disclosureOf([saltOf(1), 'familyName', 'Testov']);
const given = disclosureOf([saltOf(2), 'givenName', 'Primer']);
const subject = disclosureOf([saltOf(3), 'subject', { _sd: [family, given].map(digestOf) }]);
const fit = disclosureOf([saltOf(4), { outcome: 'FIT' }]);
const unfit = disclosureOf([saltOf(5), { outcome: 'UNFIT' }]);
const elements = [fit, unfit].map((one) => ({ '...': digestOf(one) }));
const assessments = disclosureOf([saltOf(6), 'assessments', elements]);
const decoy = digestOf('decoy');

const payload = { iss: 'KG.MOH', _sd: [digestOf(subject), decoy, digestOf(assessments)] };
const all = [subject, family, given, assessments, fit, unfit];
const resolved = (disclosures: readonly string[], of: object = payload) =>
  resolve(parseSdJwt(handmade({ ...of }, disclosures)));
const refusal = (disclosures: readonly string[], of?: object) =>
  codeOf(() => resolved(disclosures, of));

describe('resolving', () => {
  test('puts every disclosure in its place, whatever order they come in', () => {
    for (const disclosures of [all, all.toReversed()])
      expect(resolved(disclosures).claims).toEqual({
        iss: 'KG.MOH',
        subject: { familyName: 'Testov', givenName: 'Primer' },
        assessments: [{ outcome: 'FIT' }, { outcome: 'UNFIT' }],
      });
  });

  test('leaves out what was not sent', () => {
    expect(resolved([assessments, unfit]).claims).toEqual({
      iss: 'KG.MOH',
      assessments: [{ outcome: 'UNFIT' }],
    });
    expect(resolved([subject]).claims).toEqual({ iss: 'KG.MOH', subject: {} });
    expect(resolved([]).claims).toEqual({ iss: 'KG.MOH' });
  });

  test('tells of each disclosure where it stands and what leads to it', () => {
    const { disclosed } = resolved([given, subject, assessments, unfit]);
    const summary = disclosed.map(({ path, value, isContainer, parent, disclosure }) => ({
      path,
      value,
      isContainer,
      parent: parent?.path,
      disclosure,
    }));
    expect(summary).toEqual([
      {
        path: ['subject'],
        value: { givenName: 'Primer' },
        isContainer: true,
        parent: undefined,
        disclosure: subject,
      },
      {
        path: ['subject', 'givenName'],
        value: 'Primer',
        isContainer: false,
        parent: ['subject'],
        disclosure: given,
      },
      {
        path: ['assessments'],
        value: [{ outcome: 'UNFIT' }],
        isContainer: true,
        parent: undefined,
        disclosure: assessments,
      },
      {
        path: ['assessments', 0],
        value: { outcome: 'UNFIT' },
        isContainer: false,
        parent: ['assessments'],
        disclosure: unfit,
      },
    ]);
  });

  test('counts the digests of each level and what stands beside them in the clear', () => {
    const mixed = { ...payload, list: [1, { '...': decoy.replace(/^./, 'x') }] };
    const { levels } = resolved([subject], mixed);
    expect(levels.map(({ path, digests, plain }) => [path, digests.length, plain])).toEqual([
      [['list'], 1, 1],
      [[], 3, 2],
      [['subject'], 2, 0],
    ]);
  });

  test('finds digests in values that stand in the clear', () => {
    const open = { a: { b: [{ _sd: [digestOf(family)] }] } };
    expect(resolved([family], open).claims).toEqual({ a: { b: [{ familyName: 'Testov' }] } });
    expect(resolved([family], open).disclosed[0]?.path).toEqual(['a', 'b', 0, 'familyName']);
    expect(resolved([family], open).levels.map(({ path }) => path)).toEqual([['a', 'b', 0]]);
  });

  test('leaves other elements where they are', () => {
    const list = [null, 'x', ['y', null], { '...': digestOf(fit) }, { a: null }];
    expect(resolved([fit], { list }).claims).toEqual({
      list: [null, 'x', ['y', null], { outcome: 'FIT' }, { a: null }],
    });
  });

  test.each<[string, readonly string[], object, string]>([
    ['a disclosure sent twice', [family, family], payload, 'WIRE_DISCLOSURE_INVALID'],
    ['one without a digest', [family], payload, 'WIRE_DISCLOSURE_UNREFERENCED'],
    ['a digest twice in one place', [], { _sd: [decoy, decoy] }, 'WIRE_DIGEST_REPEATED'],
    [
      'a digest twice in two places',
      [subject],
      { ...payload, more: { _sd: [digestOf(family)] } },
      'WIRE_DIGEST_REPEATED',
    ],
    [
      'a digest twice, once as an element',
      [fit],
      { _sd: [decoy], list: [{ '...': decoy }] },
      'WIRE_DIGEST_REPEATED',
    ],
    ['an element as a member', [fit], { _sd: [digestOf(fit)] }, 'WIRE_DISCLOSURE_INVALID'],
    [
      'a member as an element',
      [family],
      { list: [{ '...': digestOf(family) }] },
      'WIRE_DISCLOSURE_INVALID',
    ],
    [
      'a claim that is already there',
      [family],
      { familyName: 'x', _sd: [digestOf(family)] },
      'WIRE_DISCLOSURE_INVALID',
    ],
    ['digests that are a text', [], { _sd: decoy }, 'WIRE_DISCLOSURE_INVALID'],
    ['digests that are no list', [], { _sd: { 0: decoy } }, 'WIRE_DISCLOSURE_INVALID'],
    ['a digest that is no text', [], { _sd: [1] }, 'WIRE_DISCLOSURE_INVALID'],
    ['a digest of another length', [], { _sd: ['abc'] }, 'WIRE_DISCLOSURE_INVALID'],
    [
      'an element beside its digest',
      [],
      { a: [{ '...': decoy, b: 1 }] },
      'WIRE_DISCLOSURE_INVALID',
    ],
    ['an element name as a member', [], { a: { '...': decoy } }, 'WIRE_DISCLOSURE_INVALID'],
  ])('refuses %s', (_, disclosures, of, code) => {
    expect(refusal(disclosures, of)).toBe(code);
  });

  test.each<[string, string, string]>([
    ['that is no JSON', '[', 'WIRE_NOT_JSON'],
    ['that is no array', '{"a":"b"}', 'WIRE_DISCLOSURE_INVALID'],
    ['of one part', JSON.stringify([saltOf(1)]), 'WIRE_DISCLOSURE_INVALID'],
    ['of four parts', JSON.stringify([saltOf(1), 'a', 'b', 'c']), 'WIRE_DISCLOSURE_INVALID'],
    ['with a name that is no text', JSON.stringify([saltOf(1), 1, 'b']), 'WIRE_DISCLOSURE_INVALID'],
    ['called _sd', JSON.stringify([saltOf(1), '_sd', 'b']), 'WIRE_DISCLOSURE_INVALID'],
    ['called ...', JSON.stringify([saltOf(1), '...', 'b']), 'WIRE_DISCLOSURE_INVALID'],
    ['called __proto__', JSON.stringify([saltOf(1), '__proto__', {}]), 'WIRE_DISCLOSURE_INVALID'],
    [
      'called constructor',
      JSON.stringify([saltOf(1), 'constructor', {}]),
      'WIRE_DISCLOSURE_INVALID',
    ],
    ['called prototype', JSON.stringify([saltOf(1), 'prototype', {}]), 'WIRE_DISCLOSURE_INVALID'],
    ['with a short salt', JSON.stringify(['S'.repeat(21), 'a', 'b']), 'WIRE_SALT_WEAK'],
    ['with a salt that is no text', JSON.stringify([1, 'a', 'b']), 'WIRE_SALT_WEAK'],
    ['with a member twice', `["${saltOf(1)}","a",{"b":"c","b":"d"}]`, 'WIRE_DUPLICATE_MEMBER'],
    ['with a forbidden member', `["${saltOf(1)}","a",{"__proto__":"c"}]`, 'WIRE_FORBIDDEN_MEMBER'],
    ['that is deep', `["${saltOf(1)}","a",${'['.repeat(32)}${']'.repeat(32)}]`, 'WIRE_TOO_DEEP'],
  ])('refuses a disclosure %s', (_, text, code) => {
    const disclosure = disclosureOf(text);
    expect(refusal([disclosure], { _sd: [digestOf(disclosure)] })).toBe(code);
  });

  test('refuses one salt in two disclosures', () => {
    const twin = disclosureOf([saltOf(1), 'givenName', 'Primer']);
    expect(refusal([family, twin], { _sd: [family, twin].map(digestOf) })).toBe('WIRE_SALT_WEAK');
  });

  test('refuses a disclosure that is not canonical base64url, though its digest is signed', () => {
    const padded = `${disclosureOf(JSON.stringify([saltOf(1), 'a', 'bcd']))}=`;
    expect(refusal([padded], { _sd: [digestOf(padded)] })).toBe('WIRE_NOT_BASE64URL');
  });

  test('refuses a chain of disclosures deeper than any record', () => {
    const chain = [disclosureOf([saltOf(0), 'end', 'x'])];
    for (let n = 1; n < 40; n++)
      chain.push(disclosureOf([saltOf(n), 'next', { _sd: [digestOf(chain.at(-1)!)] }]));
    const ofLength = (length: number) =>
      refusal(chain.slice(0, length), { _sd: [digestOf(chain[length - 1]!)] });
    expect(ofLength(33)).toBeUndefined();
    expect(ofLength(34)).toBe('WIRE_TOO_DEEP');
  });
});
