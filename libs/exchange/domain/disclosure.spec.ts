import fc from 'fast-check';
import type { Grant } from '#contracts';
import type { ClaimPath, Json } from '#kernel';
import { grantsSealed, selects } from './disclosure.ts';
import { grant } from './exchange.samples.ts';

const HIV = ['examinations', 'HIV', 'finding'];
const sealedOnly = [HIV, ['notes', null]];
const shows = (grants: readonly Grant[], path: ClaimPath, value: Json = 'x', to = 'RU.MOH') =>
  selects(grants, to, sealedOnly)(path, value);
const claims = (...paths: ClaimPath[]) => [grant({ claims: paths })];

describe('a recipient is shown', () => {
  test('what its grants name', () => {
    expect(shows(claims(['number']), ['number'])).toBe(true);
    expect(shows(claims(['number'], ['subject', 'birthDate']), ['subject', 'birthDate'])).toBe(
      true,
    );
    expect(shows([...claims(['number']), ...claims(['consent'])], ['consent'])).toBe(true);
  });

  test('nothing that no grant names', () => {
    expect(shows([], ['number'])).toBe(false);
    expect(shows(claims(['number']), ['documentType'])).toBe(false);
  });

  test('neither what is above a named claim nor what is beneath it', () => {
    expect(shows(claims(['subject', 'birthDate']), ['subject'])).toBe(false);
    expect(shows(claims(['subject']), ['subject', 'birthDate'])).toBe(false);
    expect(shows(claims(['subject', 'birthDate']), ['worker', 'birthDate'])).toBe(false);
  });

  test('every element where the path says null, one where it says which', () => {
    expect(shows(claims(['tests', null]), ['tests', 0])).toBe(true);
    expect(shows(claims(['tests', null]), ['tests', 7])).toBe(true);
    expect(shows(claims(['tests', null]), ['tests', 'name'])).toBe(false);
    expect(shows(claims(['tests', 1]), ['tests', 1])).toBe(true);
    expect(shows(claims(['tests', 1]), ['tests', 0])).toBe(false);
  });

  test('nothing in the open that travels sealed, whatever was granted', () => {
    expect(shows(claims(HIV), HIV)).toBe(false);
    expect(shows(claims(['notes', 0]), ['notes', 0])).toBe(false);
    expect(
      shows(claims(['examinations', 'TB', 'finding']), ['examinations', 'TB', 'finding']),
    ).toBe(true);
  });
});

describe('of assessments a recipient is shown', () => {
  const all = claims(['assessments', null]);
  const assessment = (profile: string, outcome: string) => ({
    profile,
    outcome,
    validUntil: '2031-07-31',
  });
  const path = ['assessments', 0];
  const lawful = [
    grant({ claims: [['assessments', null]], includeUnfavourable: { legalBasis: 'Law 1' } }),
  ];

  test('those under profiles of its own state', () => {
    expect(shows(all, path, assessment('RU/WORK/1', 'FIT'))).toBe(true);
    expect(shows(all, path, assessment('KZ/WORK/1', 'FIT'))).toBe(false);
    expect(shows(all, path, assessment('KZ/WORK/1', 'FIT'), 'KZ.MOL')).toBe(true);
    expect(shows(all, path, assessment('RUS/WORK/1', 'FIT'))).toBe(false);
    expect(shows(lawful, path, assessment('KZ/WORK/1', 'UNFIT'))).toBe(false);
  });

  test('favourable ones', () => {
    expect(shows(all, path, assessment('RU/WORK/1', 'CONDITIONAL'))).toBe(true);
    expect(shows(all, path, assessment('RU/WORK/1', 'UNFIT'))).toBe(false);
    expect(shows(all, path, assessment('RU/WORK/1', 'UNHEARD_OF'))).toBe(false);
  });

  test('unfavourable ones by a grant that includes them', () => {
    expect(shows(lawful, path, assessment('RU/WORK/1', 'UNFIT'))).toBe(true);
    expect(shows([...all, ...lawful], path, assessment('RU/WORK/1', 'UNFIT'))).toBe(true);
    const elsewhere = grant({ claims: [['number']], includeUnfavourable: { legalBasis: 'Law 1' } });
    expect(shows([...all, elsewhere], path, assessment('RU/WORK/1', 'UNFIT'))).toBe(false);
  });

  test.each<[Json]>([
    ['RU/WORK/1'],
    [null],
    [{}],
    [{ profile: 7, outcome: 'FIT' }],
    [['RU/WORK/1']],
  ])('none that cannot be read: %j', (value) => expect(shows(lawful, path, value)).toBe(false));
});

describe('a claim may be sealed', () => {
  test('to an authority that a grant names it to', () => {
    expect(grantsSealed(claims(['number'], HIV), HIV)).toBe(true);
    expect(grantsSealed([...claims(['number']), ...claims(HIV)], HIV)).toBe(true);
    expect(grantsSealed(claims(['number']), HIV)).toBe(false);
    expect(grantsSealed(claims(['examinations']), HIV)).toBe(false);
    expect(grantsSealed([], HIV)).toBe(false);
  });
});

describe('whatever is granted', () => {
  const part = fc.oneof(
    fc.constantFrom('number', 'subject', 'tests'),
    fc.integer({ min: 0, max: 2 }),
    fc.constant(null),
  );
  const claim = fc.array(part, { minLength: 1, maxLength: 3 });
  const place = fc.array(
    fc.oneof(fc.constantFrom('number', 'subject', 'tests'), fc.integer({ min: 0, max: 2 })),
    { minLength: 1, maxLength: 3 },
  );
  const grants = fc.array(
    fc.array(claim, { maxLength: 4 }).map((paths) => grant({ claims: paths })),
    { maxLength: 3 },
  );
  const text = (path: ClaimPath) =>
    path.map((one) => (typeof one === 'number' ? 'null' : String(one))).join('/');

  test('no path is shown that no grant names', () =>
    fc.assert(
      fc.property(grants, place, (given, path) => {
        if (!shows(given, path)) return;
        const named = given.flatMap((one) => one.claims.map(text));
        expect(named).toContain(text(path));
      }),
    ));

  test('more grants never show less, and their order does not matter', () =>
    fc.assert(
      fc.property(grants, grants, place, (some, more, path) => {
        const both = shows([...some, ...more], path);
        expect(both).toBe(shows([...more, ...some], path));
        expect(both).toBe(shows(some, path) || shows(more, path));
      }),
    ));
});
