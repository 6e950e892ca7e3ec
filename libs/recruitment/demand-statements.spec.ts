import { recruitmentContract, type ContractVersion } from '#contracts';
import type { JsonObject } from '#kernel';
import { demandCommand, routeOfDemand, type DemandGrounds } from './demand-statements.ts';
import { document } from './domain/demand.samples.ts';

const version = (id: string, states: readonly string[]): ContractVersion => ({
  ...{ contract: id, version: 1, hash: `hash of ${id}` },
  document: recruitmentContract({
    id,
    parties: states.map((state) => ({ state, labour: `${state}.MOL` })),
    legalBasis: [],
    validFrom: '2031-01-01T00:00:00.000Z',
    validUntil: '2032-01-01T00:00:00.000Z',
  }),
});
const [withTajiks, withUzbeks] = [version('kz-tj', ['KZ', 'TJ']), version('kz-uz', ['KZ', 'UZ'])];
const grounds: DemandGrounds = {
  active: [withTajiks, withUzbeks],
  directory: { authority: (id) => id, authoritiesWith: () => [] },
  today: '2026-05-01',
};
const said = { by: 'KZ.MOL', text: 'header.said.signature' };
const at = '2026-05-01T08:00:00.000Z';
const asked = (typ: Parameters<typeof demandCommand>[0], payload: object) =>
  demandCommand(typ, payload as JsonObject, said, at, grounds);

describe('a demand runs', () => {
  const routed = (origins: readonly string[], authority = 'KZ.MOL') =>
    routeOfDemand({ authority, origins }, grounds);

  test('under the contracts with states that it asks workers from, and goes to whom they name', () => {
    expect(routed(['TJ'])).toMatchObject({
      under: [{ contract: 'kz-tj' }],
      to: [{ authority: 'TJ.MOL' }],
      parties: ['KZ', 'TJ'],
    });
    expect(routed(['TJ', 'UZ'])).toMatchObject({
      under: [{ contract: 'kz-tj' }, { contract: 'kz-uz' }],
      to: [{ authority: 'TJ.MOL' }, { authority: 'UZ.MOL' }],
      parties: ['KZ', 'TJ', 'KZ', 'UZ'],
    });
  });

  test('under none where none grants demands of its ministry', () => {
    const nothing = { under: [], to: [], parties: [] };
    expect(routed(['KG'])).toMatchObject(nothing);
    expect(routed(['TJ'], 'KZ.MOH')).toMatchObject(nothing);
  });
});

describe('a statement asks', () => {
  const demand = { authority: 'KZ.MOL', id: 'A' };
  const by = { at, by: 'KZ.MOL' };
  const statement = said.text;

  test('to register what it says, by the rules of the corridors that day', () =>
    expect(asked('demand+jws', { demand: document })).toEqual({
      type: 'RegisterDemand',
      data: {
        ...{ document, statement, parties: ['KZ', 'TJ'] },
        corridors: [expect.objectContaining({ id: 'TJ-KZ/PERMIT/1' })],
        routing: { under: [expect.anything()], to: [expect.anything()] },
      },
      ...by,
    }));

  test('to note that a quota covers it, as far as the quota of that day goes', () => {
    const quota = { category: 'CATEGORY_4', reference: 'Q-1' };
    expect(asked('demand-quota+jws', { demand, ...quota })).toEqual({
      ...{ type: 'ReserveQuota', data: { ...demand, ...quota, statement, most: 3_131 }, ...by },
    });
    const unknown = asked('demand-quota+jws', { demand, ...quota, category: 'NONE' });
    expect(unknown.data).toMatchObject({ most: undefined });
  });

  test('to close it, or to refuse it', () => {
    expect(asked('demand-closing+jws', { demand, reason: 'ENDED' })).toEqual({
      ...{ type: 'CloseDemand', data: { ...demand, reason: 'ENDED', statement }, ...by },
    });
    expect(asked('demand-refusal+jws', { demand, reason: 'TERMS_BELOW_LAW' })).toEqual({
      ...{ type: 'RefuseDemand', data: { ...demand, reason: 'TERMS_BELOW_LAW', statement }, ...by },
    });
  });
});
