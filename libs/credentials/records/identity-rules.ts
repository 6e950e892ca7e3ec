import { RuleBroken, WireError } from '#kernel';
import {
  checkDocumentNumber,
  checkIdentifier,
  personalIdentifiersOf,
  type IdentifierCheck,
} from '../identifiers/index.ts';
import type { ValueOf } from '../values/schema.ts';
import type { identityDocument } from './certificate-values.ts';
import type { Warning } from './record-type.ts';

type IdentityDocument = ValueOf<typeof identityDocument>;

/**
 * Judges the numbers of identity documents by the rules of their kind and country. A wrong official check
 * digit is refused; what is only assumed, or hints at another birth date, is a warning (domain.md §4).
 * @throws WireError `WIRE_SCHEMA_MISMATCH`, RuleBroken `RULE_RECORD_DATES`
 */
export const documentWarnings = (
  documents: readonly IdentityDocument[],
  birthDate: string | undefined,
): readonly Warning[] =>
  documents.flatMap((document, index) => {
    const pointer = `/subject/documents/${index}`;
    if (document.issuedOn && document.expiresOn && document.issuedOn > document.expiresOn)
      throw new RuleBroken('RULE_RECORD_DATES', 'a document expires before it is issued', {
        pointer: `${pointer}/expiresOn`,
      });
    return numberWarnings(document, birthDate, `${pointer}/number`);
  });

function numberWarnings(
  { kind, country, number }: IdentityDocument,
  birthDate: string | undefined,
  pointer: string,
): readonly Warning[] {
  const checks =
    kind === 'NATIONAL_PIN'
      ? personalIdentifiersOf(country).map((id) => checkIdentifier(id, number, { birthDate }))
      : kind === 'RESIDENCE'
        ? []
        : [checkDocumentNumber(number)];
  if (checks.length === 0) return [];
  // A state may have several numbers for persons; the document does not say which one it holds.
  const accepted = checks.find((check) => check.ok);
  if (!accepted) throw refused(checks[0] as Extract<IdentifierCheck, { ok: false }>, pointer);
  return accepted.warnings.map((code) => ({ code, pointer }));
}

const refused = (
  { error, position }: { readonly error: string; readonly position?: number },
  pointer: string,
) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `a document number is refused: ${error}`, {
    pointer,
    facts: { reason: error, ...(position !== undefined && { position }) },
  });
