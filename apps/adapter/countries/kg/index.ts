import type { Country } from '../../country.ts';
import { canonicalDocument } from '../canonical-document.ts';

export const kg: Country = {
  state: 'KG',
  authorities: ['KG.MOH', 'KG.MOL'],
  map: canonicalDocument,
};
