import type { RecordReference } from '#certificates';
import { type HubClient, HubRefusal, HubUnreachable, revoke, type Stored } from '#client';
import { recordDigest } from '#credentials';
import { sha256, type SigningKey } from '#signing';
import { sampleIssue } from '#testing';

/** Something that a ministry asks of the hub, and asks again in the same words until it has a receipt. */
export type Act = {
  /** Where its event belongs, and what its receipt says of it. */
  readonly stream: string;
  readonly digest: string;
  readonly hub: HubClient;
  readonly path: string;
  readonly content: object;
  receipt?: string;
};

const PATH = '/v1/medical-certificates';

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
  const request = { hub, path: PATH, content: { record } };
  return { stream, digest, ...request, worker, record: { issuer, id, digest } };
}

export function revocation({ hub, statementKey }: Ministry, { stream, record }: Issue): Act {
  const at = new Date().toISOString();
  const { issuer, id } = record;
  const text = revoke(statementKey, at, { record, reason: 'CLERICAL_ERROR' });
  const request = { hub, path: `${PATH}/${issuer}/${id}/revocation`, content: { statement: text } };
  return { stream, digest: sha256(text), ...request };
}

export const ask = ({ hub, path, content }: Act): Promise<Stored> =>
  hub.transport.post(path, content);

/** Asks once. Whether there is a receipt now; if not, nothing is known of what the hub did. */
export async function attempt(act: Act): Promise<boolean> {
  try {
    const { receipt } = await ask(act);
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

/** The code that what is asked for is refused with; undefined if it is not, and what went wrong otherwise. */
export const refusedWith = (asked: Promise<unknown>): Promise<string | undefined> =>
  asked.then(
    () => undefined,
    (error: unknown) => (error instanceof HubRefusal ? error.code : String(error)),
  );
