import type { NationalSystemUrl } from '#platform';
import { FolderNationalSystem } from './folder.national-system.ts';
import { HttpJsonNationalSystem } from './http-json.national-system.ts';
import type { NationalSystem } from './national-system.ts';

/** The national system that the URL means for a state; the scheme chooses how it is spoken to. */
export function nationalSystemAt(
  { kind, place }: NationalSystemUrl,
  state: string,
): NationalSystem {
  const own = place.replaceAll('{state}', state);
  return kind === 'folder' ? new FolderNationalSystem(own) : new HttpJsonNationalSystem(own);
}
