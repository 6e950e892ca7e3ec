import { checkCase, issueCase, transition, type IssuedCase } from '#client';
import { recruitmentContract, type ContractDocument } from '#contracts';
import type { RecruitmentCaseClaims } from '#credentials';
import { dayOf, later, stateOf } from '#kernel';
import type { Actor, Capacity, DemandDocument, DemandReference, Step } from '#recruitment';
import { sampleDemand } from '#testing';
import type { Cast, Certificate } from './cast.ts';

/** A worker who wants to work in Russia, and what the labour ministry at home knows. */
export type Candidate = IssuedCase & {
  readonly certificate: Certificate;
  readonly claims: RecruitmentCaseClaims;
};

/** What a step says beside what, who and when. */
export type Said = Omit<Step, 'occurredAt'>;
type Beside = { readonly receipt?: string; readonly permit?: string };

/** Who registers a worker: a licensed agency, or the public service of the ministry itself. */
export type Registrar = { readonly by: string; readonly capacity: Capacity };

/** For whom no key is endorsed signs somebody else, with the act of that party on file. */
export const attested = (capacity: Capacity, by: Capacity): Actor => ({
  capacity,
  attestation: { capacity: by, act: 'A'.repeat(43) },
});
export const own = (capacity: Capacity): Actor => ({ capacity });

/** Of two states, by which their labour ministries share demands and cases. */
export const recruitmentBetween = (cast: Cast, one: string, other: string): ContractDocument =>
  recruitmentContract({
    id: `recruitment-${one}-${other}`.toLowerCase(),
    parties: [one, other].map((state) => ({ state, labour: `${state}.MOL` })),
    legalBasis: [
      { act: 'A made-up agreement on recruitment', number: '1', date: '2026-01-01', country: one },
    ],
    validFrom: later(cast.now(), -60),
    validUntil: later(cast.now(), 365 * 86_400),
  });

/** Bricklayers for a builder in Moscow. */
export const bricklayers = (id: string, origin: string, headcount: number): DemandDocument =>
  sampleDemand({ id, origins: [origin], headcount });

/** Signs the case's record, and has the worker registered. */
export async function openCase(
  cast: Cast,
  certificate: Certificate,
  { by, capacity }: Registrar,
): Promise<Candidate> {
  const issuer = `${stateOf(by)}.MOL`;
  const at = cast.now();
  const today = dayOf(at);
  const { subject, number } = certificate.claims;
  const draft: RecruitmentCaseClaims = {
    ...{ number: `CASE/${number.number}`, subject, destination: 'RU', occupations: ['7112'] },
    ...{ languages: ['ky', 'tg', 'ru'], registeredOn: today },
    consent: {
      id: `CONSENT-${number.number}`,
      purposes: ['ORGANISED_RECRUITMENT', 'OWN_STATUS'],
      ...{ givenOn: today, language: 'ru' },
    },
  };
  const checked = checkCase(draft, issuer, at);
  const issued = await issueCase(checked, { key: await cast.key(issuer, 'record'), at });
  const said = { step: 'WorkerRegistered', actor: own(capacity) } as const;
  const statement = await stated(cast, by, issued, said);
  await (await cast.client(issuer)).openCase({ record: issued.record, statement });
  return { ...issued, certificate, claims: checked.claims };
}

async function stated(cast: Cast, by: string, { reference: record }: IssuedCase, said: Said) {
  const at = cast.now();
  return transition(await cast.key(by, 'statement'), at, { record, occurredAt: at, ...said });
}

/** A step of somebody's. @returns where the case stands then, as its ministry reads it */
export async function move(
  cast: Cast,
  by: string,
  candidate: Candidate,
  said: Said,
  beside: Beside = {},
): Promise<string> {
  const statement = await stated(cast, by, candidate, said);
  await (await cast.client(by)).moveCase(candidate.reference, { statement, ...beside });
  return (await read(cast, candidate)).status;
}

export const read = async (cast: Cast, { reference }: Candidate, by = reference.issuer) =>
  (await cast.client(by)).recruitmentCase(reference);

/** How a demand stands: `OPEN, 3 free`. */
export async function standingOf(cast: Cast, demand: DemandReference): Promise<string> {
  const { status, free } = await (await cast.client('RU.MOL')).demand(demand);
  return `${status}, ${free} free`;
}
