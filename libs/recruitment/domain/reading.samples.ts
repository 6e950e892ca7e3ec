import type { ErrorCode } from '#kernel';
import {
  BEFORE_DEPARTURE,
  isOffered,
  isSick,
  OVER,
  PARTIES,
  words,
  type Asked,
  type Reading,
  type Verdict,
  type Way,
} from './reading-parts.samples.ts';

/**
 * A second reading of domain.md §3.3, written apart from the table and by another plan: status by status, as a
 * person would tell it, over a state of its own. The property tests let both judge the same paths.
 * @returns the code of the refusal, or where the case stands after it
 */
export function read(reading: Reading, asked: Asked): Verdict {
  const { said, facts, at, by } = asked;
  const { capacity, attestation, agency } = said.actor;
  const signs = attestation?.capacity ?? capacity;
  const [role, states] = PARTIES[signs]!;
  if (!facts.roles.includes(role) || !words(states).includes(by.split('.')[0]!))
    return 'TRUST_NOT_ALLOWED';
  if (attestation && !words(PARTIES[capacity]![2]).includes(signs)) return 'TRUST_NOT_ALLOWED';
  if (attestation && attestation.act.length !== 43) return 'RULE_ACT_NOT_ON_FILE';

  const isStray = said.item !== undefined && said.step !== 'ChecklistItemDone';
  const way = wayFrom(reading, asked);
  if (!way || isStray) return 'RULE_TRANSITION_ILLEGAL';
  if (!words(way.who).includes(capacity)) return 'TRUST_NOT_ALLOWED';

  const isAgent = signs.startsWith('AGENCY') || capacity.startsWith('AGENCY');
  const agent = signs.startsWith('AGENCY') ? by : agency;
  const kind = signs.startsWith('AGENCY') ? signs : capacity;
  if (isAgent) {
    if (!agent?.startsWith(kind === 'AGENCY_ORIGIN' ? 'TJ.' : 'RU.')) return 'TRUST_NOT_ALLOWED';
    if (reading.agencies[kind] && reading.agencies[kind] !== agent) return 'TRUST_NOT_ALLOWED';
    if (!facts.licence) return 'LICENCE_NOT_ACTIVE';
    if (facts.licence.recorded !== 'ACTIVE') return facts.licence.recorded;
    if (facts.licence.occurred !== 'ACTIVE') return facts.licence.occurred;
  }
  if (Date.parse(said.occurredAt) - Date.parse(at) > 60_000) return 'RULE_EFFECTIVE_TOO_LATE';
  const broken = way.needs.find((code) => code !== false);
  if (broken) return broken;

  if (isAgent) reading.agencies[kind] = agent!;
  way.then?.();
  if (way.to && way.to !== reading.status) {
    reading.times = { now: said.occurredAt, before: reading.times.now };
    reading.status = way.to;
  }
  return reading.status;
}

function wayFrom(reading: Reading, asked: Asked): Way | undefined {
  const { said, facts, at, by } = asked;
  const { status, times } = reading;
  const { step, contract, demand, hold } = said;
  const { corridor, medical, place } = facts;
  const no = (code: ErrorCode, isBroken: boolean): ErrorCode | false => isBroken && code;
  const reason = (codes: string) =>
    no('RULE_REASON_UNKNOWN', !words(codes).includes(said.reason ?? '-'));

  const order = no('RULE_OCCURRED_OUT_OF_ORDER', said.occurredAt < times.now);
  const consent = no('RULE_CONSENT_WITHDRAWN', reading.withdrawn);
  const held = no(
    'RULE_CASE_MAY_NOT_PROCEED',
    reading.holds.some(({ until }) => until > at),
  );
  const onward = [order, consent, held];
  const noFee = no('RULE_NO_FEE_UNDECLARED', !contract?.noFee);
  const sick = no('RULE_MEDICAL_NOT_CONFIRMED', isSick(asked));

  // Flags, wherever a case is under way.
  if (!OVER.includes(status)) {
    const holders = 'LABOUR_ORIGIN LABOUR_DESTINATION MIGRATION_DESTINATION';
    if (step === 'HoldPlaced')
      return {
        who: holders,
        needs: [
          reason('CHECK_PENDING DOCUMENT_CHECK ENTRY_RESTRICTION COURT_DECISION'),
          no(
            'RULE_HOLD_TERMS',
            !hold?.until || hold.until <= at || !hold.legalBasis || !hold.appeal,
          ),
        ],
        then: () => reading.holds.push({ id: hold!.id, by, until: hold!.until! }),
      };
    if (step === 'HoldLifted') {
      const isOwn = (one: { id: string; by: string }) => one.id === hold?.id && one.by === by;
      return {
        who: holders,
        needs: [no('RULE_HOLD_UNKNOWN', !reading.holds.some(isOwn))],
        then: () => (reading.holds = reading.holds.filter((one) => !isOwn(one))),
      };
    }
    if (step === 'ConsentWithdrawn')
      return { who: 'WORKER', needs: [consent], then: () => (reading.withdrawn = true) };
  }

  if (step === 'Cancelled' && BEFORE_DEPARTURE.includes(status))
    return {
      to: 'CANCELLED',
      who: 'WORKER AGENCY_ORIGIN EMPLOYER LABOUR_ORIGIN',
      needs: [
        order,
        reason(
          'WORKER_WITHDREW POSITION_WITHDRAWN TERMS_NOT_AGREED DEADLINE_PASSED CLERICAL_ERROR',
        ),
      ],
    };

  const senders = 'AGENCY_ORIGIN EMPLOYMENT_SERVICE';
  const declined: Way = {
    to: 'REGISTERED',
    who: 'WORKER EMPLOYER',
    needs: [
      order,
      reason('WORKER_DECLINED EMPLOYER_CHOSE_ANOTHER POSITION_WITHDRAWN TERMS_NOT_AGREED'),
    ],
    then: () => (reading.demand = undefined),
  };
  const noShow: Way = { to: 'NO_SHOW', who: 'AGENCY_DESTINATION EMPLOYER', needs: [order] };
  const arrival = (who: string): Way => ({
    ...{ to: 'ARRIVED', who, needs: [order] },
    then: () => (reading.arrived = said.occurredAt),
  });
  const back: Way = { to: 'RETURNED', who: 'BORDER_ORIGIN LABOUR_ORIGIN WORKER', needs: [order] };
  const lateDeparture: Way | undefined = reading.departed
    ? undefined
    : {
        who: `${senders} BORDER_ORIGIN`,
        needs: [no('RULE_OCCURRED_OUT_OF_ORDER', !(said.occurredAt < reading.arrived!)), sick],
        then: () => (reading.departed = true),
      };
  const abroad = (step_: string): Way | undefined =>
    step_ === 'Returned' ? back : step_ === 'Departed' ? lateDeparture : undefined;

  switch (status) {
    case 'REGISTERED':
      if (step !== 'Shortlisted') return undefined;
      return {
        to: 'SHORTLISTED',
        who: senders,
        needs: [...onward, no('RULE_DEMAND_NOT_OPEN', !isOffered(asked))],
        then: () => (reading.demand = demand),
      };
    case 'SHORTLISTED':
      if (step === 'Declined') return declined;
      if (step !== 'Selected') return undefined;
      return {
        to: 'SELECTED',
        who: 'EMPLOYER AGENCY_DESTINATION',
        needs: [
          ...onward,
          no('RULE_NO_PLACE', place?.demand !== reading.demand || place!.until < at),
        ],
      };
    case 'SELECTED': {
      if (step === 'Declined') return declined;
      const missing = corridor.checklist.some((item) => !reading.done.has(item));
      if (step === 'Cleared')
        return {
          to: 'CLEARED',
          who: 'LABOUR_ORIGIN',
          needs: [...onward, no('RULE_CHECKLIST_INCOMPLETE', missing)],
        };
      if (step !== 'ChecklistItemDone') return undefined;
      const then = () => reading.done.add(said.item!);
      const needs = [consent, held];
      if (said.item === 'TRAINING' || said.item === 'LANGUAGE')
        return { who: 'TRAINING_CENTRE', needs, then };
      if (said.item === 'DOCUMENTS') return { who: senders, needs, then };
      if (said.item !== 'MEDICAL') return undefined;
      const isProved =
        said.receipt !== undefined &&
        medical?.receipt === said.receipt &&
        medical.isConfirmed &&
        medical.profile === corridor.medicalProfile;
      return {
        who: `HEALTH_ORIGIN ${senders}`,
        needs: [...needs, no('RULE_MEDICAL_NOT_CONFIRMED', !isProved)],
        then,
      };
    }
    case 'CLEARED': {
      if (step !== 'ContractSigned') return undefined;
      const isWorker = said.actor.capacity === 'WORKER';
      const other = isWorker ? reading.employerSigned : reading.workerSigned;
      const terms = [
        no('RULE_CONTRACT_LANGUAGE', !contract || !facts.languages?.includes(contract.language)),
        noFee,
      ];
      const then = () => {
        if (isWorker) reading.workerSigned = contract!.hash;
        else reading.employerSigned = contract!.hash;
      };
      return other === undefined
        ? { who: 'EMPLOYER WORKER', needs: [consent, held, ...terms], then }
        : {
            to: 'CONTRACTED',
            who: 'EMPLOYER WORKER',
            needs: [...onward, ...terms, no('RULE_CONTRACT_DIFFERS', contract?.hash !== other)],
            then,
          };
    }
    case 'CONTRACTED': {
      const isFree = corridor.permits.length === 0;
      if (step === 'PermitApplied')
        return {
          to: 'PERMIT_PENDING',
          who: 'EMPLOYER WORKER',
          needs: [...onward, no('RULE_PERMIT_NOT_NEEDED', isFree)],
        };
      if (step === 'PermitNotRequired')
        return {
          to: 'PERMITTED',
          who: 'HUB',
          needs: [...onward, no('RULE_PERMIT_NEEDED', !isFree)],
        };
      return undefined;
    }
    case 'PERMIT_PENDING': {
      const who = 'LABOUR_DESTINATION MIGRATION_DESTINATION';
      const { permit } = facts;
      const fits =
        permit &&
        permit.type === said.permit?.type &&
        corridor.permits.includes(permit.type) &&
        permit.validUntil >= said.occurredAt.slice(0, 10);
      if (step === 'PermitGranted')
        return { to: 'PERMITTED', who, needs: [order, no('RULE_PERMIT_MISMATCH', !fits)] };
      return step === 'PermitRefused' ? { to: 'REFUSED', who, needs: [order] } : undefined;
    }
    case 'REFUSED':
      return step === 'Returned' ? back : undefined;
    case 'PERMITTED':
      if (step === 'NoShow') return noShow;
      if (step === 'Arrived') return arrival('BORDER_DESTINATION');
      if (step !== 'Departed') return undefined;
      return {
        to: 'DEPARTED',
        who: `${senders} BORDER_ORIGIN`,
        needs: [...onward, sick],
        then: () => (reading.departed = true),
      };
    case 'DEPARTED':
      if (step === 'NoShow') return noShow;
      return step === 'Arrived' ? arrival('AGENCY_DESTINATION BORDER_DESTINATION') : undefined;
    case 'NO_SHOW':
      if (step !== 'ArrivalCorrected') return undefined;
      return {
        ...arrival('AGENCY_DESTINATION EMPLOYER BORDER_DESTINATION'),
        needs: [no('RULE_OCCURRED_OUT_OF_ORDER', said.occurredAt < times.before)],
      };
    case 'ARRIVED':
      if (step === 'RegisteredAtDestination')
        return { to: 'REGISTERED_DEST', who: 'MIGRATION_DESTINATION EMPLOYER', needs: [order] };
      return abroad(step);
    case 'REGISTERED_DEST':
      if (step === 'EmploymentStarted') return { to: 'EMPLOYED', who: 'EMPLOYER', needs: [order] };
      return abroad(step);
    case 'EMPLOYED': {
      const who = 'LABOUR_DESTINATION';
      if (step === 'EmployerChanged')
        return {
          who,
          needs: [no('RULE_NOTHING_NEW', !demand || demand === reading.demand)],
          then: () => (reading.demand = demand),
        };
      if (step === 'ContractExtended')
        return {
          who,
          needs: [
            no('RULE_NOTHING_NEW', !contract || contract.hash === reading.employerSigned),
            noFee,
          ],
          then: () => (reading.employerSigned = reading.workerSigned = contract!.hash),
        };
      if (step === 'EmploymentEnded')
        return {
          to: 'ENDED',
          who: `EMPLOYER ${who}`,
          needs: [order, reason('COMPLETED EARLY DISPUTE')],
        };
      return abroad(step);
    }
    case 'ENDED':
      return abroad(step);
    default:
      return undefined;
  }
}
