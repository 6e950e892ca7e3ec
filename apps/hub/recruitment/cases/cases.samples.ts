import { issueCase, checkCase, transition, type IssuedCase, type Stored } from '#client';
import type { RecruitmentCaseClaims } from '#credentials';
import { dayOf, later, type Instant } from '#kernel';
import type { Actor, Capacity, CaseStatus, CaseStep, Step } from '#recruitment';
import { sha256 } from '#signing';
import type { Certificate, TestHub } from '../../hub.samples.ts';
import { registered } from '../demands/demands.samples.ts';

/** A case that the hub has, and when its last step happened. */
export type OpenCase = IssuedCase & { readonly certificate: Certificate };

export const ACT = 'A'.repeat(43);

/** Everybody who takes part in workers' cases from KG to RU, at a hub over HTTP. */
export class Recruiters {
  readonly hub: TestHub;

  constructor(hub: TestHub) {
    this.hub = hub;
  }

  /** The case's record of a worker who has a certificate, signed and not pushed. */
  async drafted(certificate: Certificate, claims: Partial<RecruitmentCaseClaims> = {}) {
    const at = this.hub.now();
    const today = dayOf(at);
    const draft: RecruitmentCaseClaims = {
      number: `KG-${certificate.claims.number.number}`,
      subject: certificate.claims.subject,
      destination: 'RU',
      occupations: ['7112'],
      languages: ['ky', 'ru'],
      registeredOn: today,
      consent: {
        id: 'CONSENT-1',
        purposes: ['ORGANISED_RECRUITMENT'],
        givenOn: today,
        language: 'ky',
      },
      ...claims,
    };
    const checked = checkCase(draft, 'KG.MOL', at);
    return issueCase(checked, { key: this.hub.key('KG.MOL record'), at });
  }

  /** A step as the participant `by` states it, a moment ago unless said otherwise. */
  stated(by: string, { reference }: IssuedCase, said: Said): string {
    const at = this.hub.now();
    const record = reference;
    return transition(this.hub.key(`${by} statement`), at, { record, occurredAt: at, ...said });
  }

  /** Registered by the agency of origin. */
  registration(
    issued: IssuedCase,
    actor: Actor = { capacity: 'AGENCY_ORIGIN' },
    by = 'KG.AGENCY1',
  ) {
    const occurredAt = later(this.hub.now(), -1);
    return this.stated(by, issued, { step: 'WorkerRegistered', actor, occurredAt });
  }

  open(issued: IssuedCase, statement = this.registration(issued)): Promise<Stored> {
    return this.hub.client('KG.MOL').openCase({ record: issued.record, statement });
  }

  /** The case of a worker of KG who wants to work in RU. */
  async opened(claims: Partial<RecruitmentCaseClaims> = {}): Promise<OpenCase> {
    const certificate = await this.hub.pushed();
    const issued = await this.drafted(certificate, claims);
    await this.open(issued);
    return { ...issued, certificate };
  }

  /** What the participant states is carried out. @returns the hub's answer */
  move(by: string, open: IssuedCase, said: Said, beside: Beside = {}): Promise<Stored> {
    const statement = this.stated(by, open, said);
    return this.hub.client(by).moveCase(open.reference, { statement, ...beside });
  }

  /** What RU's agency is told of the worker, to be kept as a receipt. */
  async answered({ certificate: { claims } }: OpenCase): Promise<string> {
    const [document] = claims.subject.documents;
    const { verificationCode: code } = claims;
    const who = { code, documentNumber: document!.number, birthDate: claims.subject.birthDate };
    const question = { ...who, destination: 'RU', occupation: '7112' };
    return (await this.hub.client('RU.AGENCY1').verify(question, this.hub.receiptKey)).proof;
  }

  /** The whole way, step by step, up to the status; a demand is registered for it. */
  async led(open: OpenCase, to: CaseStatus, demand?: string): Promise<void> {
    const name = demand ?? (await registered(this.hub)).name;
    for (const { by, until, says = {}, ...step } of WAY) {
      const receipt = step.item === 'MEDICAL' ? await this.answered(open) : undefined;
      const said = {
        ...{ ...step, ...says },
        ...(step.step === 'Shortlisted' && { demand: name }),
        ...(receipt !== undefined && { receipt: sha256(receipt) }),
      };
      await this.move(by, open, said, receipt === undefined ? {} : { receipt });
      if (until === to) return;
    }
  }
}

type Said = Omit<Step, 'occurredAt'> & { readonly occurredAt?: Instant };
type Beside = { readonly receipt?: string; readonly permit?: string };

/** Who has no key is signed for, with the act on file there. */
export const attested = (capacity: Capacity, by: Capacity): Actor => ({
  capacity,
  attestation: { capacity: by, act: ACT },
});

const own = (capacity: Capacity): Actor => ({ capacity });

export const SIGNED = { hash: 'C'.repeat(43), language: 'ru', noFee: true };

type WayStep = {
  readonly step: CaseStep;
  readonly by: string;
  readonly actor: Actor;
  readonly item?: NonNullable<Step['item']>;
  readonly says?: Partial<Step>;
  /** Where the case stands after it, once that is somewhere new. */
  readonly until?: CaseStatus;
};

/** From the registration of a worker of KG to the return from RU. */
export const WAY: readonly WayStep[] = [
  { step: 'Shortlisted', by: 'KG.AGENCY1', actor: own('AGENCY_ORIGIN'), until: 'SHORTLISTED' },
  { step: 'Selected', by: 'RU.AGENCY1', actor: own('AGENCY_DESTINATION'), until: 'SELECTED' },
  {
    ...{ step: 'ChecklistItemDone', item: 'TRAINING', by: 'KG.AGENCY1' },
    actor: attested('TRAINING_CENTRE', 'AGENCY_ORIGIN'),
  },
  { step: 'ChecklistItemDone', item: 'MEDICAL', by: 'KG.AGENCY1', actor: own('AGENCY_ORIGIN') },
  { step: 'ChecklistItemDone', item: 'DOCUMENTS', by: 'KG.AGENCY1', actor: own('AGENCY_ORIGIN') },
  { step: 'Cleared', by: 'KG.MOL', actor: own('LABOUR_ORIGIN'), until: 'CLEARED' },
  {
    ...{ step: 'ContractSigned', by: 'RU.AGENCY1', says: { contract: SIGNED } },
    actor: attested('EMPLOYER', 'AGENCY_DESTINATION'),
  },
  {
    ...{ step: 'ContractSigned', by: 'KG.AGENCY1', says: { contract: SIGNED } },
    ...{ actor: attested('WORKER', 'AGENCY_ORIGIN'), until: 'PERMITTED' },
  },
  { step: 'Departed', by: 'KG.AGENCY1', actor: own('AGENCY_ORIGIN'), until: 'DEPARTED' },
  { step: 'Arrived', by: 'RU.AGENCY1', actor: own('AGENCY_DESTINATION'), until: 'ARRIVED' },
  {
    ...{ step: 'RegisteredAtDestination', by: 'RU.MIA' },
    ...{ actor: own('MIGRATION_DESTINATION'), until: 'REGISTERED_DEST' },
  },
  {
    ...{ step: 'EmploymentStarted', by: 'RU.MOL' },
    ...{ actor: attested('EMPLOYER', 'LABOUR_DESTINATION'), until: 'EMPLOYED' },
  },
  {
    ...{ step: 'EmploymentEnded', by: 'RU.MOL', says: { reason: 'COMPLETED' } },
    ...{ actor: own('LABOUR_DESTINATION'), until: 'ENDED' },
  },
  { step: 'Returned', by: 'KG.MOL', actor: own('LABOUR_ORIGIN'), until: 'RETURNED' },
];
