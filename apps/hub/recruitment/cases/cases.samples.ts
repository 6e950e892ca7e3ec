import { issueCase, checkCase, transition, type IssuedCase, type Stored } from '#client';
import { recruitmentContract, type ContractDocument } from '#contracts';
import type { RecruitmentCaseClaims } from '#credentials';
import { later, type Instant } from '#kernel';
import type { Actor, Step } from '#recruitment';
import type { Certificate, TestHub } from '../../hub.samples.ts';

/** A contract by which labour ministries share demands and cases, valid around now. */
export const sampleRecruitment = (
  id: string,
  states: readonly string[],
  change: Partial<ContractDocument> = {},
): ContractDocument => ({
  ...recruitmentContract({
    id,
    parties: states.map((state) => ({ state, labour: `${state}.MOL` })),
    legalBasis: [{ act: 'Sample agreement', number: '1', date: '2026-01-01', country: 'KG' }],
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
  }),
  ...change,
});

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
    const today = at.slice(0, 'YYYY-MM-DD'.length);
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
  stated(
    by: string,
    { reference }: IssuedCase,
    said: Omit<Step, 'occurredAt'> & { readonly occurredAt?: Instant },
  ): string {
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
}
