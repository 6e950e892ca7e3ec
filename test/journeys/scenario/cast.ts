import { setTimeout as sleep } from 'node:timers/promises';
import {
  endorseKey,
  type Answer,
  type HubClient,
  type Push,
  type Question,
  type ReplayedEvent,
} from '#client';
import { recordDigest, type MedicalCertificateClaims, type StatusEntry } from '#credentials';
import { later, numericDate, type Instant, type JsonObject } from '#kernel';
import type { KeyUse } from '#participants';
import { generateKey, type SigningKey } from '#signing';
import { sampleIssue, until, type SampleIssuance } from '#testing';
import type { DemandDocument } from '#recruitment';
import type { Stage } from '../../stage/stage.ts';
import type { Candidate } from './recruitment.ts';

/** A worker's certificate in the story: what was pushed, and what its issuer knows. */
export type Certificate = {
  readonly id: string;
  readonly claims: MedicalCertificateClaims;
  readonly push: Push;
  readonly status: readonly StatusEntry[];
  readonly reference: { readonly issuer: string; readonly id: string; readonly digest: string };
};

/** A document that arrived at a national system. */
export type Document = {
  readonly event: { readonly id: string; readonly type: string };
  readonly authority: string;
  readonly record?: { readonly issuer: string; readonly id: string };
  readonly demand?: { readonly id: string };
  readonly claims?: JsonObject;
  readonly facts?: JsonObject;
};

/** What documents are about: a certificate, a case. */
type About = { readonly reference: { readonly issuer: string; readonly id: string } };

/** What is special about a certificate; by default it is of KG's ministry and its worker is fit. */
export type Changes = Omit<Partial<SampleIssuance>, 'n' | 'seal'>;

const HIV = ['examinations', 'HIV', 'finding'];

/** Everybody in the story, and what they can do with their own keys over HTTP. */
export class Cast {
  readonly stage: Stage;
  /** Certificates by the name that the story gives them. */
  readonly certificates = new Map<string, Certificate>();
  /** Workers who are recruited, by the name that the story gives them. */
  readonly candidates = new Map<string, Candidate>();
  /** Texts that no file may hold, beside those of certificates and cases. */
  readonly secrets: string[] = [];
  /** The demand that they come forward for. */
  demand: DemandDocument | undefined;
  /** The last contract that was signed. */
  contract: { readonly id: string; readonly version: number; readonly hash: string } | undefined;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  now(): Instant {
    return new Date().toISOString();
  }

  /** An instant after all that happened and before all that will. */
  async nextMoment(): Promise<Instant> {
    const last = this.now();
    while (this.now() === last) await sleep(1);
    const moment = this.now();
    while (this.now() === moment) await sleep(1);
    return moment;
  }

  client(holder: string): Promise<HubClient> {
    return this.stage.client(holder);
  }

  key(holder: string, use: string): Promise<SigningKey> {
    return this.stage.key(holder, use);
  }

  certificate(name: string): Certificate {
    return this.certificates.get(name)!;
  }

  candidate(name: string): Candidate {
    return this.candidates.get(name)!;
  }

  /** A signed certificate of a made-up worker with its clearances, its HIV finding sealed for Russia's health ministry. */
  async issue(n: number, changes: Changes = {}): Promise<Certificate> {
    const issuer = changes.issuer ?? 'KG.MOH';
    const key = changes.key ?? (await this.key(issuer, 'record'));
    const status = changes.status ?? (await this.statusEntries(issuer));
    const { kid, jwk } = await this.key('RU.MOH', 'encryption');
    const seal = [{ path: HIV, to: 'RU.MOH', kid, jwk }];
    const made = await sampleIssue({ ...changes, key, n, status, seal });
    const { id, claims, record, clearances, sealed } = made;
    const digest = recordDigest(record.slice(0, record.indexOf('~')));
    const push = { record, clearances, sealed };
    return { id, claims, push, status, reference: { issuer, id, digest } };
  }

  /** Status list indices for the clearances of one certificate. */
  async statusEntries(issuer: string): Promise<readonly StatusEntry[]> {
    const hub = await this.client(issuer);
    const { uri, indices } = await hub.allocateStatusIndices(issuer, 2);
    return indices.map((index) => ({ list: uri, index }));
  }

  /** Issues and pushes, and remembers the certificate under a name. */
  async push(name: string, n: number, changes: Changes = {}): Promise<Certificate> {
    const certificate = await this.issue(n, changes);
    const hub = await this.client(certificate.reference.issuer);
    await hub.pushCertificate(certificate.push);
    this.certificates.set(name, certificate);
    return certificate;
  }

  /** A new key, endorsed by its state's root unless by somebody else; by default it has been active for a month. */
  async endorsed(
    holder: string,
    use: KeyUse,
    { from = -30, until: end = 365, by }: Endorsement = {},
  ): Promise<SigningKey> {
    const key = generateKey(holder, use);
    const at = this.now();
    const { alg, jwk } = key;
    const statement = endorseKey(by ?? (await this.key(holder.slice(0, 2), 'root')), at, {
      key: { holder, use, alg, jwk, validFrom: days(at, from), validUntil: days(at, end) },
    });
    const hub = await this.client('KG.MOH');
    await hub.submitStatement(statement);
    return key;
  }

  /** Russia's agency asks about a worker as the worker's own papers say. */
  ask(certificate: Certificate, changes: Partial<Extract<Question, { code: string }>> = {}) {
    return this.question({ ...papersOf(certificate), ...changes });
  }

  async question(question: Question): Promise<Answer> {
    const agency = await this.client('RU.AGENCY1');
    return agency.verify(question, this.stage.receiptKey);
  }

  /** What arrived at the national system of an authority, in the order it came. */
  told(authority: string): readonly Document[] {
    const system = this.stage.nationalSystem(authority.slice(0, 2));
    return [...system.effects.values()]
      .map((document) => document as Document)
      .filter((one) => one.authority === authority);
  }

  /** What arrived there about a certificate or a case. */
  documents(authority: string, { reference }: About): readonly Document[] {
    return this.told(authority).filter(
      ({ record }) => record?.id === reference.id && record.issuer === reference.issuer,
    );
  }

  /** Waits until an event about it has arrived at the authority. */
  async arrived(authority: string, about: About, type: string): Promise<Document> {
    const find = () => this.documents(authority, about).find((one) => one.event.type === type);
    await until(() => find() !== undefined);
    return find()!;
  }

  /** All that the hub ever recorded, as an auditor reads it. */
  async replay(): Promise<ReplayedEvent[]> {
    const auditor = await this.client('KZ.AUDIT');
    return Array.fromAsync(auditor.replay());
  }
}

const papersOf = ({ claims }: Certificate) => ({
  code: claims.verificationCode,
  documentNumber: claims.subject.documents[0]!.number,
  birthDate: claims.subject.birthDate,
  destination: 'RU',
});

type Endorsement = {
  /** Days from now. */
  readonly from?: number;
  readonly until?: number;
  readonly by?: SigningKey;
};

const days = (at: Instant, count: number): Instant => later(at, count * 86_400);

/** Seconds since the epoch, as `iat` counts. */
export const hoursAgo = (hours: number): number =>
  numericDate(new Date().toISOString()) - hours * 3_600;
