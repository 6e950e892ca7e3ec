import type { JsonObject } from '#kernel';
import type { Identity } from '#vault';
import type { Admitted, Named } from './intake.ts';

type Document = { kind: string; country: string; number: string };

/** What a person is told apart by: a passport before other documents, since it is what agencies ask with. */
const KINDS = ['PASSPORT', 'ID_CARD', 'NATIONAL_PIN', 'RESIDENCE'];

const subjectOf = ({ resolved }: Named) => resolved.claims['subject'] as JsonObject;

/** Document country, kind, number and birth date (architecture §9). Evidence without a document is known by its own number. */
export function identityOf(admitted: Admitted): Identity {
  const subject = subjectOf(admitted);
  const documents = (subject['documents'] ?? []) as readonly Document[];
  const best = KINDS.flatMap((kind) => documents.filter((one) => one.kind === kind))[0];
  const { country, kind, number } = best ?? {
    country: admitted.controller,
    kind: admitted.type.name,
    number: numberOf(admitted) ?? admitted.id,
  };
  return { country, kind, number, birthDate: String(subject['birthDate'] ?? '') };
}

/** The issuer's own number of the document, one text that only this issuer can repeat. */
export function numberOf({ issuer, type, resolved }: Named): string | undefined {
  const number = resolved.claims['number'] as JsonObject | string | undefined;
  if (!number) return undefined;
  const parts =
    typeof number === 'string' ? ['', number] : [number['series'] ?? '', number['number']];
  return [issuer, type.name, ...parts].join(' ');
}

/** The record that this one replaces, as it names it. */
export function predecessorOf({ resolved }: Named) {
  return resolved.claims['supersedes'] as
    { readonly id: string; readonly digest: string; readonly reason?: string } | undefined;
}
