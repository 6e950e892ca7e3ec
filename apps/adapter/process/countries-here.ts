import { existsSync } from 'node:fs';
import type { KeyFolder } from '#client';
import { ConfigurationError, type Configuration } from '#platform';
import type { Country } from '../country.ts';
import { COUNTRIES } from '../countries/index.ts';

/** @throws ConfigurationError for a country that has no adapter */
export function countryOf({ COUNTRY }: Configuration<'COUNTRY'>): Country {
  const country = COUNTRIES[COUNTRY];
  if (country) return country;
  const known = Object.keys(COUNTRIES).join(', ');
  throw new ConfigurationError(
    `COUNTRY holds "${COUNTRY}"; there are adapters for ${known}. CONTRIBUTING.md says how one is added.`,
  );
}

/**
 * The authorities of a country whose messages can be opened here: the others have an adapter elsewhere. A hub has keys of
 * theirs for status lists.
 */
export const servedHere = ({ authorities }: Country, keys: KeyFolder): readonly string[] =>
  authorities.filter((id) => existsSync(keys.file(id, 'encryption')));

/** The countries of which at least one authority is served here. */
export const countriesHere = (keys: KeyFolder): readonly Country[] =>
  Object.values(COUNTRIES).filter((country) => servedHere(country, keys).length > 0);
