import type { Country } from '../../country.ts';
import { canonicalDocument } from '../canonical-document.ts';

export const tj: Country = {
  state: 'TJ',
  authorities: ['TJ.MOH', 'TJ.MOL'],
  map: canonicalDocument,
};
