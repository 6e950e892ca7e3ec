import type { Country } from '../../country.ts';
import { canonicalDocument } from '../canonical-document.ts';

export const ru: Country = {
  state: 'RU',
  authorities: ['RU.MOH', 'RU.MOL', 'RU.MIA'],
  map: canonicalDocument,
};
