import { statusAt, type IssuedRecord, type Status } from '#certificates';
import { grantsOf } from '#contracts';
import { unionOfTo } from '#exchange';
import type { ClaimPath, ContractReference, Instant } from '#kernel';
import { isDoubtful } from '#participants';
import { caseStatusAt, mayProceed, type CaseStatus } from '#recruitment';
import { recordStreams } from '../excerpt/related-streams.ts';
import type { Facts, Known } from './facts.ts';
import type { Moments } from './questions.ts';

/** Whom a record went to, and what each was entitled to see of it. */
export type Entitled = {
  readonly authority: string;
  readonly grants: readonly {
    readonly contract: string;
    readonly version: number;
    readonly grant: number;
    readonly purpose: string;
    readonly claims: readonly ClaimPath[];
  }[];
};

export type RecordAnswer =
  | { readonly status: 'UNKNOWN' }
  | {
      readonly recordType: string;
      /** `RECEIVED` of evidence, which has no life of its own. */
      readonly status: Status | CaseStatus | 'RECEIVED';
      /** Of a case: when what led there happened, and whether it may go on. */
      readonly since?: Instant;
      readonly canProceed?: boolean;
      /** States that had suspended their recognition. */
      readonly notRecognisedBy: readonly string[];
      readonly recordedAt: Instant;
      readonly digest: string;
      readonly under: readonly ContractReference[];
      readonly to: readonly Entitled[];
      /** Nobody can open it any more, or may. */
      readonly isErased: boolean;
    };

/** How a record stood, and who was entitled to what of it. */
export function recordAnswer(
  issuer: string,
  id: string,
  facts: Facts,
  moments: Moments,
): RecordAnswer {
  const events = recordStreams(issuer, id)
    .map((stream) => facts.of(stream))
    .find((stream) => stream.length > 0);
  const first = events?.[0];
  if (!events || !first) return { status: 'UNKNOWN' };
  const { recordType, digest, subject } = first.data as IssuedRecord;
  return {
    recordType,
    ...standing(events, facts, moments),
    notRecognisedBy: statesIn(events).filter((recipientState) => {
      const { recognised } = statusAt(events, { ...moments, recipientState });
      return !recognised;
    }),
    recordedAt: first.at,
    digest,
    under: first.under ?? [],
    to: unionOfTo(events).map(({ authority, grants }) => ({
      authority,
      grants: grants.flatMap((one) =>
        grantsOf(facts.contracts, [one]).map(({ purpose, claims }) => ({
          ...one,
          ...{ purpose, claims },
        })),
      ),
    })),
    isErased: facts.of(`subject-${subject}`).some(({ at }) => at <= moments.validAt),
  };
}

type Standing = Pick<Exclude<RecordAnswer, { status: 'UNKNOWN' }>, 'since' | 'canProceed'> & {
  readonly status: Status | CaseStatus | 'RECEIVED';
};

function standing(events: readonly Known[], { trust }: Facts, moments: Moments): Standing {
  const [first] = events as readonly [Known, ...Known[]];
  if (first.type === 'EvidenceReceived') return { status: 'RECEIVED' };
  if (first.type === 'CaseOpened') {
    const { status, since } = caseStatusAt(events, moments);
    const known = { status, canProceed: mayProceed(events, moments.validAt) };
    return since === undefined ? known : { ...known, since };
  }
  const keyDoubt = isDoubtful(trust, (first.data as IssuedRecord).kid, first.at);
  return { status: statusAt(events, { ...moments, keyDoubt }).status };
}

/** States that ever spoke of their recognition. */
const statesIn = (events: readonly Known[]): readonly string[] => [
  ...new Set(
    events
      .filter(({ type }) => type.startsWith('Recognition'))
      .map(({ data }) => (data as { readonly state: string }).state),
  ),
];
