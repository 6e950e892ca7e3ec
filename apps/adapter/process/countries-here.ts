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

/** The authorities of a country whose keys are here: the others have an adapter elsewhere. */
export async function servedHere(
  { authorities }: Country,
  keys: KeyFolder,
): Promise<readonly string[]> {
  const holders = await keys.holders();
  return authorities.filter((id) => holders.includes(id));
}

/** The countries of which at least one authority is served here. */
export async function countriesHere(keys: KeyFolder): Promise<readonly Country[]> {
  const here: Country[] = [];
  for (const country of Object.values(COUNTRIES))
    if ((await servedHere(country, keys)).length > 0) here.push(country);
  return here;
}
