import { stateOf, type ErrorCode, type Instant, type KeyAlgorithm, type KeyUse } from '#kernel';
import {
  agencyRegister,
  authority,
  keyStanding,
  membership,
  type MembershipStatus,
  type RegisteredLicence,
  type Role,
} from '#participants';
import type { Facts } from './facts.ts';
import type { Moments } from './questions.ts';

export type ParticipantAnswer = {
  /** What its state was in the union. */
  readonly membership: MembershipStatus | 'NOT_ADMITTED';
  /** Of an authority that its root stands for. */
  readonly authority?: {
    readonly name: string;
    readonly roles: readonly Role[];
    readonly signsContracts: boolean;
  };
  /** Of an agency. */
  readonly licences?: readonly RegisteredLicence[];
  /** Every key it was ever given, and what each was. */
  readonly keys: readonly {
    readonly kid: string;
    readonly use: KeyUse;
    readonly alg: KeyAlgorithm;
    readonly validFrom: Instant;
    readonly validUntil: Instant;
    readonly standing: 'ACTIVE' | ErrorCode;
  }[];
};

/** What a state, an authority or an agency was: its membership, roles, licences and keys. */
export function participantAnswer(
  of: string,
  { trust }: Facts,
  { validAt }: Moments,
): ParticipantAnswer {
  const state = stateOf(of);
  const found = authority(trust, of);
  const agency = agencyRegister(trust, validAt, { state }).find(({ id }) => id === of);
  const keys = [...(trust.states.get(state)?.keys.values() ?? [])];
  return {
    membership: membership(trust, state, validAt) ?? 'NOT_ADMITTED',
    ...(found && {
      authority: {
        name: found.name,
        roles: found.roles,
        signsContracts: found.signsContracts,
      },
    }),
    ...(agency && { licences: agency.licences }),
    keys: keys
      .filter(({ holder }) => holder === of)
      .map((key) => {
        const { kid, use, alg, validFrom, validUntil } = key;
        return { kid, use, alg, validFrom, validUntil, standing: keyStanding(key, validAt) };
      }),
  };
}
