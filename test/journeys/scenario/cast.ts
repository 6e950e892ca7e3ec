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
import type { Stage } from '../../stage/stage.ts';

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
  readonly claims?: JsonObject;
  readonly facts?: JsonObject;
};

/** What is special about a certificate; by default it is of KG's ministry and its worker is fit. */
export type Changes = Omit<Partial<SampleIssuance>, 'n' | 'seal'>;

const HIV = ['examinations', 'HIV', 'finding'];

/** Everybody in the story, and what they can do with their own keys over HTTP. */
export class Cast {
  readonly stage: Stage;
  /** Certificates by the name that the story gives them. */
  readonly certificates = new Map<string, Certificate>();
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

  /** A new key of an authority, endorsed by its state's root; by default it has been active for a month. */
  async endorsed(
    holder: string,
    use: KeyUse,
    { from = -30, until: end = 365 }: { readonly from?: number; readonly until?: number } = {},
  ): Promise<SigningKey> {
    const key = generateKey(holder, use);
    const at = this.now();
    const { alg, jwk } = key;
    const statement = endorseKey(await this.key(holder.slice(0, 2), 'root'), at, {
      key: { holder, use, alg, jwk, validFrom: days(at, from), validUntil: days(at, end) },
    });
    const hub = await this.client(holder);
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

  /** What arrived at the national systems for an authority about a certificate, in the order it came. */
  documents(authority: string, { reference }: Certificate): readonly Document[] {
    const system = this.stage.nationalSystem(authority.slice(0, 2));
    return [...system.effects.values()]
      .map((document) => document as Document)
      .filter(
        (one) =>
          one.authority === authority &&
          one.record?.id === reference.id &&
          one.record.issuer === reference.issuer,
      );
  }

  /** Waits until an event about the certificate has arrived at the authority. */
  async arrived(authority: string, certificate: Certificate, type: string): Promise<Document> {
    const find = () =>
      this.documents(authority, certificate).find((one) => one.event.type === type);
    await until(() => find() !== undefined);
    return find()!;
  }

  /** All that the hub ever recorded, as an auditor reads it. */
  async replay(): Promise<ReplayedEvent[]> {
    const auditor = await this.client('KZ.AUDIT');
    return Array.fromAsync(auditor.replay());
  }
}

export const papersOf = ({ claims }: Certificate) => ({
  code: claims.verificationCode,
  documentNumber: claims.subject.documents[0]!.number,
  birthDate: claims.subject.birthDate,
  destination: 'RU',
});

const days = (at: Instant, count: number): Instant => later(at, count * 86_400);

/** Seconds since the epoch, as `iat` counts. */
export const hoursAgo = (hours: number): number =>
  numericDate(new Date().toISOString()) - hours * 3_600;
