import { randomUUID } from 'node:crypto';
import {
  changeRecognition,
  closeReview,
  confirmDeliveries,
  eraseWorker,
  openReview,
  reportCompromise,
  revoke,
  suspendContract,
  terminateContract,
  verifyHistory,
  type VerifiedHistory,
} from '#client';
import { medicalCertificateContract, type ContractDocument } from '#contracts';
import { issueRecord, MEDICAL_EVIDENCE, recordDigest } from '#credentials';
import { later, numericDate } from '#kernel';
import { until } from '#testing';
import type { Certificate, TestHub } from '../hub.samples.ts';

/** Everything that an auditor can read, verified from genesis. */
export const replayed = (hub: TestHub): Promise<VerifiedHistory> =>
  verifyHistory(hub.federation.genesis.document, hub.client('KZ.AUDIT').replay());

export const referenceTo = ({ issuer, id, record }: Certificate) => ({
  issuer,
  id,
  digest: recordDigest(record.slice(0, record.indexOf('~'))),
});

export const contractWith = (
  id: string,
  states: readonly string[],
  terms: Partial<Parameters<typeof medicalCertificateContract>[0]> = {},
): ContractDocument =>
  medicalCertificateContract({
    id,
    parties: states.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
    ...terms,
  });

/** All that ministries do with certificates, at a hub over HTTP. */
export class Ministries {
  readonly #hub: TestHub;

  constructor(hub: TestHub) {
    this.#hub = hub;
  }

  revoke(record: Certificate, effectiveFrom = this.#hub.now()) {
    const about = { record: referenceTo(record), reason: 'NEW_FINDING' as const, effectiveFrom };
    return this.#client('KG.MOH').revoke('KG.MOH', record.id, revoke(...this.#by('KG.MOH'), about));
  }

  async reviewAndUphold(record: Certificate) {
    const named = { record: referenceTo(record) };
    const opened = openReview(...this.#by('RU.MOH'), { ...named, reason: 'RECIPIENT_DOUBT' });
    await this.#client('RU.MOH').review('KG.MOH', record.id, opened);
    const closed = closeReview(...this.#by('KG.MOH'), { ...named, outcome: 'UPHELD' });
    await this.#client('KG.MOH').review('KG.MOH', record.id, closed);
  }

  async suspendAndRestore(record: Certificate) {
    const said = { record: referenceTo(record), state: 'RU' };
    const acts = [{ act: 'SUSPEND', reason: 'DOUBT' } as const, { act: 'RESTORE' } as const];
    for (const act of acts) {
      const statement = changeRecognition(...this.#by('RU.MOL'), { ...said, ...act });
      await this.#client('RU.MOL').recognition('KG.MOH', record.id, statement);
    }
  }

  supersede(record: Certificate, claims: Partial<Certificate['claims']> = {}) {
    const { id, digest } = referenceTo(record);
    const supersedes = { id, digest, reason: 'CORRECTED' } as const;
    return this.#hub.pushed({ claims: { ...claims, supersedes } });
  }

  async importEvidence() {
    const issuance = { issuer: 'KG.MOH', id: randomUUID(), key: this.#hub.key('KG.MOH record') };
    const iat = numericDate(this.#hub.now());
    const { record } = await issueRecord(MEDICAL_EVIDENCE, EVIDENCE, { ...issuance, iat });
    await this.#client('KG.MOH').pushEvidence({ record });
  }

  /** Parked, sent again, delivered. */
  async deliver(record: Certificate) {
    const events = await this.#hub.events();
    const { id: event, stream } = events.find((one) => one.stream.endsWith(record.id))!;
    const receipt = { event, digest: 'A'.repeat(43), time: this.#hub.now() };
    const parked = { ...receipt, outcome: 'PARKED' as const, reason: 'UPSTREAM_REFUSED' };
    await this.#confirm(parked);
    await this.#hub.ask(`/v1/deliveries/${event}/redrive`, { by: 'RU.MOH', body: { stream } });
    await this.#confirm({ ...receipt, outcome: 'DELIVERED' });
  }

  erase({ id }: Certificate) {
    const about = { record: { issuer: 'KG.MOH', id }, basis: 'CONSENT_WITHDRAWN' };
    return this.#client('KG.MOH').erase(eraseWorker(...this.#by('KG.MOH'), about));
  }

  /** Concluded, and all that is still valid shared under it. */
  async includeValid(document: ContractDocument): Promise<string> {
    const hash = await this.#hub.conclude(document);
    const isDone = async () =>
      (await this.#hub.events()).some(({ type }) => type === 'ContractBackfilled');
    await until(isDone);
    return hash;
  }

  /** The record key of KG's ministry was in wrong hands; every record of it is put under review. */
  async reportCompromise(seconds: number) {
    const root = this.#hub.key('KG root');
    const { kid } = this.#hub.key('KG.MOH record');
    const since = later(this.#hub.now(), -seconds);
    const report = reportCompromise(root, this.#hub.now(), { kid, since });
    await this.#hub.anybody.submitStatement(report);
    await until(async () => (await replayed(this.#hub)).open.reviews === 0);
  }

  /** Suspended, and then terminated. */
  async end({ id, version }: ContractDocument, hash: string) {
    const from = later(this.#hub.now(), 1);
    const named = { contract: id, version, hash, effectiveFrom: from };
    const suspension = { ...named, effectiveUntil: later(from, 1) };
    await this.#client('KG.MOH').suspendContract(
      id,
      suspendContract(...this.#by('KG.MOH'), suspension),
    );
    await this.#client('KG.MOH').terminateContract(
      id,
      terminateContract(...this.#by('KG.MOH'), named),
    );
  }

  #confirm(receipt: Parameters<typeof confirmDeliveries>[2]['receipts'][number]) {
    const said = { authority: 'RU.MOH', receipts: [receipt] };
    return this.#client('RU.MOH').confirmDeliveries(confirmDeliveries(...this.#by('RU.MOH'), said));
  }

  #client(holder: string) {
    return this.#hub.client(holder);
  }

  #by(holder: string) {
    return [this.#hub.key(`${holder} statement`), this.#hub.now()] as const;
  }
}

const EVIDENCE = {
  number: { number: 'URN:UVCI:01:AT:SAMPLE#1' },
  original: { mediaType: 'application/x-hcert', bytes: 'SEMx' },
  verifiedIssuer: {
    scheme: 'EU_DCC',
    country: 'AT',
    name: 'Sample Ministry of Health',
    algorithm: 'ES256',
    certificate: 'A'.repeat(43),
    certificateValidFrom: '2021-01-01T00:00:00Z',
    certificateValidUntil: '2023-01-01T00:00:00Z',
    certificateExpired: true,
  },
  subject: { familyNameLatin: 'MUSTERFRAU' },
  vaccinations: [
    {
      disease: '840539006',
      country: 'AT',
      issuer: 'Sample Ministry of Health',
      certificateId: 'URN:UVCI:01:AT:SAMPLE#1',
      vaccine: '1119349007',
      product: 'EU/1/20/1528',
      manufacturer: 'ORG-100030215',
      dose: 1,
      doses: 2,
      vaccinatedOn: '2021-02-18',
    },
  ],
  assessedBy: 'none',
};
