import type { IssuedRecord } from '#certificates';
import type { Grant } from '#contracts';
import {
  parseCredential,
  present,
  recordTypeOf,
  resolve,
  sealedPaths,
  showsNothing,
  type ParsedCredential,
  type Resolved,
  type Select,
} from '#credentials';
import { grantsSealed, selects } from '#exchange';
import type { DeliveryContent } from '#fan-out';
import type { ClaimPath, JsonObject } from '#kernel';
import { ERASED, type Erased, type RecordContents, type SealedContent } from '#vault';

/** A record with everything of it that the hub can see. */
export type OpenRecord = {
  readonly credential: ParsedCredential;
  readonly resolved: Resolved;
  readonly sealed: readonly SealedContent[];
};

/** The stored JWT together with the disclosures that were kept apart from it. */
export function openRecord({ jwt }: IssuedRecord, contents: RecordContents): OpenRecord {
  const credential = parseCredential([jwt, ...contents.disclosures, ''].join('~'));
  return { credential, resolved: resolve(credential), sealed: contents.sealed };
}

/** What one authority is shown of a record under its grants: the granted claims, and what was sealed for it. */
export function recordContent(
  record: OpenRecord | Erased,
  authority: string,
  grants: readonly Grant[],
): DeliveryContent {
  if (record === ERASED) return { withheld: 'ERASED' };
  const { credential, resolved } = record;
  const select = selects(grants, authority, sealedPaths(recordTypeOf(credential.payload.vct)));
  if (hidesTheOutcome(grants, resolved, select)) return { withheld: 'NOTHING_GRANTED' };
  const sealed = record.sealed.filter(
    ({ to, path }) => to === authority && grantsSealed(grants, path),
  );
  const presentation = present(credential, resolved, select, sealed);
  if (showsNothing(presentation) && sealed.length === 0) return { withheld: 'NOTHING_GRANTED' };
  return sealed.length > 0 ? { presentation, sealed } : { presentation };
}

/**
 * Whether assessments are granted and none of them is left to show. Then nothing else is shown either: a worker
 * named without an assessment is one whose outcome is unfavourable (domain.md §5.8, 2).
 */
const hidesTheOutcome = (
  grants: readonly Grant[],
  { disclosed }: Resolved,
  select: Select,
): boolean =>
  grants.some(({ claims }) => claims.some(isAssessment)) &&
  !disclosed.some(({ path, value }) => isAssessment(path) && select(path, value));

const isAssessment = ([first]: ClaimPath): boolean => first === 'assessments';

/** What became of a record: the event's clear facts, with the statement that proves them apart. */
export function lifecycleContent(data: JsonObject): DeliveryContent {
  const { statement, ...facts } = data;
  return typeof statement === 'string' ? { data: facts, statement } : { data: facts };
}
