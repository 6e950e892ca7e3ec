import { isCivilDate } from '../values/civil-date.ts';
import { ITEM_CODES } from '../values/codes.ts';
import { profileId } from '../values/texts.ts';
import { profileOn, PROFILES, profilesOf } from './profiles.ts';

describe('recognition profiles', () => {
  test('have ids of their state, each once', () => {
    expect(new Set(PROFILES.map(({ id }) => id)).size).toBe(PROFILES.length);
    for (const { id, state } of PROFILES) {
      expect(profileId.check(id)).toBeUndefined();
      expect(id.split('/')[0]).toBe(state);
    }
  });

  test('are there for every founding state', () => {
    const states = ['BY', 'KG', 'KZ', 'RU', 'TJ'];
    const idsOf = (day: string) =>
      states.map((state) => profilesOf(state, day).map(({ id }) => id));
    expect(idsOf('2026-11-24')).toEqual([
      ['BY/LABOUR/1'],
      ['KG/LABOUR/1'],
      ['KZ/LABOUR/1'],
      ['RU/LABOUR/2', 'RU/AGREEMENT-TJ/1'],
      ['TJ/LABOUR/1'],
    ]);
    expect(idsOf('2010-12-31')).toEqual([[], [], [], ['RU/LABOUR/1'], []]);
  });

  test('are dated, ask for known items for whole days, and say how all that is known', () => {
    for (const { from, until, items, bases } of PROFILES) {
      expect(isCivilDate(from)).toBe(true);
      if (until !== undefined) expect(until > from).toBe(true);
      expect(Object.keys(items).every((item) => ITEM_CODES.includes(item as never))).toBe(true);
      expect(Object.values(items).every((days) => Number.isInteger(days) && days > 0)).toBe(true);
      expect(bases.length).toBeGreaterThan(0);
      for (const { mark, source } of bases) expect(mark === 'source').toBe(source !== undefined);
    }
  });

  test('apply from their first day to their last', () => {
    expect(profileOn('RU/LABOUR/1', '2003-04-01')).toBeUndefined();
    expect(profileOn('RU/LABOUR/1', '2003-04-02')?.state).toBe('RU');
    expect(profileOn('RU/LABOUR/1', '2022-02-28')?.state).toBe('RU');
    expect(profileOn('RU/LABOUR/1', '2022-03-01')).toBeUndefined();
    expect(profileOn('RU/LABOUR/2', '2022-03-01')?.items).toMatchObject({ HIV: 90, TB: 365 });
    expect(profileOn('RU/LABOUR/1')?.state).toBe('RU');
    expect(profileOn('toString')).toBeUndefined();
  });
});
