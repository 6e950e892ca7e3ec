import type { Country } from '../country.ts';
import { by } from './by/index.ts';
import { kg } from './kg/index.ts';
import { kz } from './kz/index.ts';
import { ru } from './ru/index.ts';
import { tj } from './tj/index.ts';

/** Every country that has an adapter, by state: what COUNTRY chooses from. */
export const COUNTRIES: Readonly<Record<string, Country>> = {
  BY: by,
  KG: kg,
  KZ: kz,
  RU: ru,
  TJ: tj,
};
