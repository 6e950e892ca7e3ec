import type { RecordReference } from '#certificates';
import { HubClient, HubRefusal, HubUnreachable, revoke, type Stored } from '#client';
import { recordDigest } from '#credentials';
import { sha256, type SigningKey } from '#signing';
import { sampleIssue } from '#testing';

/** Something that a ministry asks of the hub, and asks again in the same words until it has a receipt. */
export type Act = {
  /** Where its event belongs, and what its receipt says of it. */
  readonly stream: string;
  readonly digest: string;
  readonly ask: () => Promise<Stored>;
  receipt?: string;
};

/** A ministry with its keys. */
export type Ministry = {
  readonly id: string;
  readonly hub: HubClient;
  readonly recordKey: SigningKey;
  readonly statementKey: SigningKey;
};

/** Each party is shown an assessment of its own: nobody's delivery is withheld. */
const FIT_EVERYWHERE = {
  'KG/LABOUR/1': 'FIT',
  'RU/LABOUR/2': 'FIT',
  'TJ/LABOUR/1': 'FIT',
} as const;

export type Issue = Act & { readonly worker: number; readonly record: RecordReference };

/**
 * A record of the `worker`-th invented person; `paper` is the number on it, which no other has.
 * @param supersedes the record it takes the place of
 */
export async function issue(
  { id: issuer, hub, recordKey }: Ministry,
  worker: number,
  paper: number,
  supersedes?: RecordReference,
): Promise<Issue> {
  const { id, record } = await sampleIssue({
    key: recordKey,
    issuer,
    n: worker,
    outcomes: FIT_EVERYWHERE,
    claims: {
      number: { series: 'KILL', number: String(paper).padStart(7, '0') },
      ...(supersedes && { supersedes: { id: supersedes.id, digest: supersedes.digest } }),
    },
  });
  const digest = recordDigest(record.slice(0, record.indexOf('~')));
  const stream = `certificate-${issuer}-${id}`;
  const ask = () => hub.pushCertificate({ record });
  return { stream, digest, ask, worker, record: { issuer, id, digest } };
}

export function revocation({ hub, statementKey }: Ministry, { stream, record }: Issue): Act {
  const at = new Date().toISOString();
  const { issuer, id, digest } = record;
  const text = revoke(statementKey, at, {
    record: { issuer, id, digest },
    reason: 'CLERICAL_ERROR',
  });
  return { stream, digest: sha256(text), ask: () => hub.revoke(issuer, id, text) };
}

/** Asks once. Whether there is a receipt now; if not, nothing is known of what the hub did. */
export async function attempt(act: Act): Promise<boolean> {
  try {
    const { receipt } = await act.ask();
    if (act.receipt !== undefined && receipt !== act.receipt)
      throw new Error(`another receipt for the same in ${act.stream}`);
    act.receipt = receipt;
    return true;
  } catch (error) {
    const isPassing = error instanceof HubRefusal && error.retryAfterSeconds !== undefined;
    if (error instanceof HubUnreachable || isPassing) return false;
    throw error;
  }
}
