import type { IssuedRecord } from '#certificates';
import { grantsOf, type ContractsView } from '#contracts';
import { parseCredential, present, recordTypeOf, resolve, sealedPaths } from '#credentials';
import type { StoredEvent } from '#event-store';
import { selects, unionOfTo } from '#exchange';
import { ERASED, unpackContents, type Vault } from '#vault';

/**
 * What the reader's grants show of a record: `<jwt>~<granted disclosures>~`; ERASED once no key opens it; undefined where
 * nothing is granted.
 * @param events of the record's stream, the first one holding the record
 */
export async function presentationTo(
  reader: string,
  events: readonly StoredEvent[],
  { vault, contracts }: { readonly vault: Vault; readonly contracts: ContractsView },
): Promise<string | undefined> {
  const to = unionOfTo(events).find(({ authority }) => authority === reader);
  if (!to) return undefined;
  const { stream, data } = events[0]!;
  const { jwt, sealed } = data as IssuedRecord;
  const bytes = await vault.open(stream, Buffer.from(sealed, 'base64url'));
  if (bytes === ERASED) return ERASED;
  const parsed = parseCredential([jwt, ...unpackContents(bytes).disclosures, ''].join('~'));
  const grants = grantsOf(contracts, to.grants);
  const select = selects(grants, reader, sealedPaths(recordTypeOf(parsed.payload.vct)));
  return present(parsed, resolve(parsed), select);
}
