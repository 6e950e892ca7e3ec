import { isTaxIdOfFirm } from './tax-ids.ts';

describe('the tax number of an agency', () => {
  test.each([
    ['BY', '190000017'],
    ['KG', '02712200610128'],
    ['KZ', '990140000007'],
    ['KZ', '990150000007'],
    ['RU', '7700000001'],
    ['TJ', '020000001'],
  ])('of %s may be %s', (state, taxId) => expect(isTaxIdOfFirm(taxId, state)).toBe(true));

  test.each([
    ['BY', 'AB1234567'],
    ['KG', '12712200610128'],
    ['KZ', '990131300007'],
    ['RU', '770000000017'],
  ])('of %s is not that of a person, like %s', (state, taxId) =>
    expect(isTaxIdOfFirm(taxId, state)).toBe(false),
  );
});
