import { isCivilDate, plusDays, profile } from '#credentials';
import { CHECKLIST_ITEMS, PERMIT_TYPES } from './corridor.ts';
import { corridorAt, CORRIDORS, EAEU_ACCESSIONS } from './corridors.ts';
import { QUOTAS, quotaOf } from './quotas.ts';

const idAt = (origin: string, destination: string, date: string) =>
  corridorAt(origin, destination, date)?.id;

describe('corridors', () => {
  test('have ids of their states, each once', () => {
    expect(new Set(CORRIDORS.map(({ id }) => id)).size).toBe(CORRIDORS.length);
    for (const { id, origin, destination } of CORRIDORS) {
      expect(id).toMatch(/^[A-Z]{2}-[A-Z]{2}\/[A-Z-]+\/[1-9]$/);
      expect(id.startsWith(`${origin}-${destination}/`)).toBe(true);
      expect(origin).not.toBe(destination);
    }
  });

  test('are dated, ask for known things, and say how all that is known', () => {
    for (const one of CORRIDORS) {
      expect(isCivilDate(one.from)).toBe(true);
      if (one.until !== undefined) expect(one.until >= one.from).toBe(true);
      expect(one.permits.every((permit) => PERMIT_TYPES.includes(permit))).toBe(true);
      expect(one.checklist.every((item) => CHECKLIST_ITEMS.includes(item))).toBe(true);
      expect(one.bases.length).toBeGreaterThan(0);
      for (const { mark, source } of one.bases)
        expect(mark === 'source').toBe(source !== undefined);
    }
  });

  test('follow each other without a gap and without two rules for a day', () => {
    for (const one of CORRIDORS) {
      expect(corridorAt(one.origin, one.destination, one.from)).toBe(one);
      if (one.until === undefined) continue;
      expect(corridorAt(one.origin, one.destination, one.until)).toBe(one);
      const next = corridorAt(one.origin, one.destination, plusDays(one.until, 1));
      expect(next?.from).toBe(plusDays(one.until, 1));
    }
  });

  test('ask for a profile that the destination has on that day, or for no examination', () => {
    for (const { medicalProfile, destination, from, until, checklist } of CORRIDORS) {
      expect(checklist.includes('MEDICAL')).toBe(medicalProfile !== undefined);
      if (medicalProfile === undefined) continue;
      for (const date of [from, until ?? '2026-11-24'])
        expect(profile(medicalProfile, date)?.state).toBe(destination);
    }
  });

  test('within the union are free from the accession of both', () => {
    expect(idAt('KG', 'RU', '2015-08-11')).toBeUndefined();
    expect(corridorAt('KG', 'RU', '2015-08-12')).toMatchObject({ permits: [], quotaNeeded: false });
    expect(idAt('RU', 'KG', '2015-08-11')).toBeUndefined();
    expect(idAt('BY', 'AM', '2015-01-01')).toBeUndefined();
    expect(idAt('BY', 'AM', '2015-01-02')).toBe('BY-AM/EAEU/1');
    expect(idAt('BY', 'KZ', '2015-01-01')).toBe('BY-KZ/EAEU/1');
    const pairs = CORRIDORS.filter(({ id }) => id.endsWith('/EAEU/1'));
    const states = Object.keys(EAEU_ACCESSIONS).length;
    expect(pairs).toHaveLength(states * (states - 1));
  });

  test('change with the profile of the destination', () => {
    expect(idAt('KG', 'RU', '2022-02-28')).toBe('KG-RU/EAEU/1');
    expect(idAt('KG', 'RU', '2022-03-01')).toBe('KG-RU/EAEU/2');
    expect(corridorAt('KG', 'RU', '2026-11-24')?.medicalProfile).toBe('RU/LABOUR/2');
    expect(corridorAt('TJ', 'RU', '2025-10-08')?.medicalProfile).toBe('RU/LABOUR/2');
    expect(corridorAt('TJ', 'RU', '2025-10-09')?.medicalProfile).toBe('RU/AGREEMENT-TJ/1');
    expect(corridorAt('BY', 'RU', '2026-11-24')).toMatchObject({
      checklist: ['TRAINING', 'DOCUMENTS'],
    });
    expect(corridorAt('KG', 'KZ', '2022-04-14')?.medicalProfile).toBeUndefined();
    expect(corridorAt('KG', 'KZ', '2022-04-15')?.medicalProfile).toBe('KZ/LABOUR/1');
  });

  test('from outside the union ask for permits', () => {
    expect(corridorAt('TJ', 'RU', '2026-11-24')).toMatchObject({
      ...{ permits: ['PATENT'], quotaNeeded: false, registrationDeadlineDays: 30 },
      checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS', 'LANGUAGE'],
    });
    for (const origin of ['TJ', 'UZ'])
      expect(corridorAt(origin, 'KZ', '2026-11-24')).toMatchObject({
        permits: ['LABOUR_IMMIGRANT_PERMIT', 'EMPLOYER_PERMIT'],
        quotaNeeded: true,
      });
    for (const origin of ['TJ', 'UZ', 'MD', 'UA'])
      expect(corridorAt(origin, 'BY', '2026-11-24')?.permits).toEqual(['SPECIAL_PERMIT']);
    for (const origin of ['UZ', 'MD'])
      expect(corridorAt(origin, 'RU', '2026-11-24')?.permits).toEqual(['PATENT']);
    expect(idAt('UA', 'RU', '2026-11-24')).toBeUndefined();
    expect(idAt('TJ', 'RU', '2014-12-31')).toBeUndefined();
  });
});

describe('quotas', () => {
  test('hold for their year and their categories', () => {
    expect(quotaOf('KZ', 'CATEGORY_4', '2026-01-01')).toBe(3131);
    expect(quotaOf('KZ', 'SEASONAL', '2026-12-31')).toBe(4994);
    expect(quotaOf('KZ', 'CATEGORY_4', '2025-12-31')).toBeUndefined();
    expect(quotaOf('KZ', 'CATEGORY_4', '2027-01-01')).toBeUndefined();
    expect(quotaOf('KZ', 'toString', '2026-06-01')).toBeUndefined();
    expect(quotaOf('RU', 'CATEGORY_4', '2026-06-01')).toBeUndefined();
  });

  test('are dated and say how they are known', () => {
    for (const { from, until, bases } of QUOTAS) {
      expect(isCivilDate(from) && isCivilDate(until) && from < until).toBe(true);
      expect(bases.length).toBeGreaterThan(0);
    }
  });
});
