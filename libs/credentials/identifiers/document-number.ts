import { withoutLookAlikes } from './look-alikes.ts';

export type DocumentNumberCheck =
  | {
      readonly ok: true;
      readonly number: string;
      readonly warnings: readonly 'DOCUMENT_LOOK_ALIKES_MAPPED'[];
    }
  | { readonly ok: false; readonly error: 'DOCUMENT_NUMBER_STRUCTURE' };

/**
 * The number of a passport or identity card as it is compared: capitals, Cyrillic look-alikes as the Latin
 * letters they print like (with a warning), 5 to 12 Latin letters and digits. Series and number are written
 * together; the shapes of single states change too often to be a rule.
 */
export function checkDocumentNumber(text: string): DocumentNumberCheck {
  const capitals = text.toUpperCase();
  const number = withoutLookAlikes(capitals);
  if (!/^[A-Z0-9]{5,12}$/.test(number)) return { ok: false, error: 'DOCUMENT_NUMBER_STRUCTURE' };
  return { ok: true, number, warnings: number === capitals ? [] : ['DOCUMENT_LOOK_ALIKES_MAPPED'] };
}
