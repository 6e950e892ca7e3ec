import type { Country } from '../../country.ts';
import { canonicalDocument } from '../canonical-document.ts';

export const kz: Country = {
  state: 'KZ',
  authorities: ['KZ.MOH', 'KZ.MOL'],
  map: canonicalDocument,
};
