import type { RecruitmentCaseClaims } from '#credentials';
import { decide, RuleBroken, type DomainEvent } from '#kernel';
import {
  recruitmentCase,
  standing,
  stepIn,
  type Facts,
  type TransitionStatement,
} from '#recruitment';
import type { Entering } from '../../records/families.ts';
import { readStatement } from '../../statements/read-statement.ts';

/** A case opens with its record and with the registration that its statement says. @throws HubError */
export function openingOf({
  record,
  admitted,
  push,
  knowledge: { trust },
  at,
}: Entering): readonly DomainEvent[] {
  const { payload, by, text } = readStatement<TransitionStatement>(
    push.statement ?? '',
    'transition+jws',
    trust,
    at,
  );
  const { issuer, id, digest } = payload.record;
  if (issuer !== record.issuer || id !== record.id || digest !== record.digest)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the statement registers another case', {
      pointer: '/statement/record',
    });
  // Sound: the record was checked against its table. Of another step there is no row that opens a case.
  const claims = admitted.resolved.claims as unknown as RecruitmentCaseClaims;
  const said = stepIn(payload) as ReturnType<typeof stepIn> & { step: 'WorkerRegistered' };
  const { destination } = claims;
  const ends = { origin: admitted.controller, destination };
  const facts = { ...standing(trust, said, by, ends, at), ...agreedIn(claims) };
  const { under, to } = admitted.routing;
  const data = {
    record: { ...record, destination },
    routing: { under, to },
    ...{ said, facts, statement: text, statedBy: by },
  };
  const command = { type: 'OpenCase' as const, data, at, by: issuer };
  return decide(recruitmentCase, command, recruitmentCase.initial);
}

/** What the worker agreed to, and understands, as the record says it. */
export const agreedIn = ({
  consent: { purposes, givenOn },
  languages,
}: RecruitmentCaseClaims): Pick<Facts, 'consent' | 'languages'> => ({
  consent: { purposes, givenOn },
  languages,
});
