import type { Country } from '../../country.ts';
import { canonicalDocument } from '../canonical-document.ts';

export const by: Country = {
  state: 'BY',
  authorities: ['BY.MOH', 'BY.MOL'],
  map: canonicalDocument,
};
