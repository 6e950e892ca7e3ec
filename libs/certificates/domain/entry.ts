import { RuleBroken, type Routing } from '#kernel';
import { checkContract, checkIssuer } from './certificate-checks.ts';
import type { IssuedRecord, RecordReference } from './certificate.messages.ts';

/**
 * Whether the record enters its stream: false if it is there already, whatever came beside it this time
 * (architecture §7).
 * @throws TrustError `TRUST_WRONG_ISSUER`; RuleBroken `RULE_RECORD_ID_REUSED`, `RULE_NO_CONTRACT`
 */
export function enters(
  { record, routing }: { readonly record: IssuedRecord; readonly routing: Routing },
  by: string,
  known: RecordReference | undefined,
): boolean {
  checkIssuer(record, by);
  if (known?.digest === record.digest) return false;
  if (known)
    throw new RuleBroken('RULE_RECORD_ID_REUSED', `${record.id} names another record`, {
      facts: { id: record.id },
    });
  checkContract(routing);
  return true;
}
