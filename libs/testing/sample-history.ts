import { randomBytes, randomUUID } from 'node:crypto';
import {
  certificate,
  certificateCommand,
  evidence,
  type CertificateCommand,
  type CertificateStatementType,
  type IssuedRecord,
} from '#certificates';
import { foundFederation, trialPlan, type Federation, type FederationPlan } from '#client';
import {
  activeVersions,
  contract,
  contractsView,
  hashOf,
  signContract,
  versionOf,
  type ContractCommand,
  type ContractDocument,
  type ContractVersion,
} from '#contracts';
import { encode, type RecordedEvent } from '#event-store';
import {
  deliveries,
  route,
  subject,
  unionOfTo,
  type DeliveryCommand,
  type DeliveryReceipt,
} from '#exchange';
import {
  decide,
  fold,
  later,
  stateOf,
  type Decider,
  type DomainCommand,
  type DomainEvent,
  type Instant,
  type JsonObject,
} from '#kernel';
import {
  authoritiesWith,
  authority,
  foundingCommands,
  participant,
  statementCommand,
  trustListView,
  type Role,
} from '#participants';
import { parseJws, type SigningKey } from '#signing';
import {
  referenceTo,
  sampleRecord,
  type SampleRecord,
  type SampleRecordChanges,
} from './sample-record.ts';

/**
 * What a hub records, made by the hub's own rules without a hub: a federation with real keys, statements, contracts
 * and records with real signatures. `events` is what `GET /v1/audit/events` gives. `append` takes any lie.
 */
export class SampleHistory {
  readonly federation: Federation;
  readonly events: RecordedEvent[] = [];
  trust = trustListView.initial;
  contracts = contractsView.initial;
  /** When the next event is recorded. */
  now: Instant;
  readonly #streams = new Map<string, DomainEvent[]>();
  readonly #workers = new Map<string, SampleRecord[]>();

  /** @param plan five states, their authorities and an agency, if not given */
  constructor(plan: FederationPlan = trialPlan('hub.example')) {
    this.now = '2026-11-24T08:00:00.000Z';
    const { now } = this;
    this.federation = foundFederation(plan, now);
    for (const { stream, command } of foundingCommands(this.federation.genesis, now))
      this.carryOut(stream, participant, command);
    for (const statement of this.federation.statements) this.submit(statement);
  }

  key(name: string): SigningKey {
    return this.federation.keys.get(name)!;
  }

  pass(seconds: number): void {
    this.now = later(this.now, seconds);
  }

  /** A participant's statement. */
  submit(statement: string): readonly RecordedEvent[] {
    const { document } = this.federation.genesis;
    const { stream, command } = statementCommand(statement, this.trust, document, this.now);
    return this.carryOut(stream, participant, command);
  }

  /** Proposed, and signed by every party's ministry of health. Time passes until it is in force. */
  agree(document: ContractDocument, marginSeconds = 1): void {
    this.propose(document, `${document.parties[0]}.MOH`);
    for (const party of document.parties) this.sign(document, `${party}.MOH`, marginSeconds);
    this.pass(marginSeconds);
  }

  propose(document: ContractDocument, by: string): void {
    const data = { document, hash: hashOf(document), party: stateOf(by) };
    this.#contract(document.id, { type: 'ProposeContract', data, at: this.now, by });
  }

  sign(document: ContractDocument, by: string, marginSeconds = 1): readonly RecordedEvent[] {
    const signature = signContract(document, this.key(`${by} statement`));
    const data = { hash: hashOf(document), party: stateOf(by), signature, marginSeconds };
    return this.#contract(document.id, { type: 'SignContract', data, at: this.now, by });
  }

  /** A suspension or termination. */
  endContract(statement: string): readonly RecordedEvent[] {
    const typ = ['contract-suspension+jws', 'contract-termination+jws'];
    const { payload, header } = parseJws(statement, { typ });
    const { iss, iat: _, contract: id, ...terms } = payload;
    const data = { ...terms, party: stateOf(String(iss)), marginSeconds: 0, statement };
    const type = header.typ === typ[0] ? 'SuspendContract' : 'TerminateContract';
    // Sound: a statement says what the command of its type takes.
    const command = { type, data, at: this.now, by: iss } as unknown as ContractCommand;
    return this.#contract(String(id), command);
  }

  /** Shares these records under the newest version of a contract, and ends its backfill. */
  backfill(id: string, records: readonly SampleRecord[]): void {
    const { version } = this.contracts.get(id)!.versions.at(-1)!.document;
    const found = versionOf(this.contracts, { contract: id, version })!;
    const shares = records.map((record) => this.share(record, found));
    const shared = shares.filter((events) => events.length > 0).length;
    this.endBackfill(id, { version, shared, skipped: shares.length - shared });
  }

  endBackfill(
    id: string,
    data: { readonly version: number; readonly shared: number; readonly skipped: number },
  ): void {
    this.#contract(id, { type: 'CompleteBackfill', data, at: this.now, by: 'HUB' });
  }

  share(record: SampleRecord, version: ContractVersion): readonly RecordedEvent[] {
    const { under, to } = this.#route(record.issuer, 'MedicalCertificate', [version]);
    const data = { record: referenceTo(record), routing: { under, to } };
    return this.certificate({ type: 'ShareCertificate', data, at: this.now, by: 'HUB' });
  }

  /** A record, under every contract in force; the one it supersedes says so first. */
  issue(changes: SampleRecordChanges = {}): SampleRecord {
    const issuer = changes.issuer ?? 'KG.MOH';
    const record = sampleRecord(changes.key ?? this.key(`${issuer} record`), this.now, changes);
    if (changes.supersedes) this.announce(changes.supersedes, record);
    return this.record(record);
  }

  /** The first half of a supersession: what a hub that was interrupted leaves. */
  announce(predecessor: SampleRecord, { id, digest, issuer }: IssuedRecord): void {
    const data = { record: referenceTo(predecessor), by: { id, digest }, corrected: false };
    this.certificate({ type: 'SupersedeCertificate', data, at: this.now, by: issuer });
  }

  /** @param lie what its event says instead */
  record(record: IssuedRecord, lie: Partial<DomainEvent> = {}): SampleRecord {
    const { issuer, recordType } = record;
    const { under, to } = this.#route(issuer, recordType, activeVersions(this.contracts, this.now));
    const command = { data: { record, routing: { under, to } }, at: this.now, by: issuer };
    const isEvidence = recordType === 'MedicalEvidence';
    const stream = `${isEvidence ? 'evidence' : 'certificate'}-${issuer}-${record.id}`;
    const decided = isEvidence
      ? decide(evidence, { type: 'ReceiveEvidence', ...command }, evidence.initial)
      : decide(certificate, { type: 'IssueCertificate', ...command }, certificate.initial);
    const [event] = this.append(
      stream,
      decided.map((one) => ({ ...one, ...lie })),
    );
    const issued = { ...referenceTo(record), stream, subject: record.subject, event: event!.id };
    this.#workers.set(record.subject, [...(this.#workers.get(record.subject) ?? []), issued]);
    return issued;
  }

  /** A statement about a certificate: revocation, review, recognition. */
  about(typ: CertificateStatementType, statement: string): readonly RecordedEvent[] {
    const { payload } = parseJws(statement, { typ });
    const said = { by: String(payload['iss']), text: statement };
    return this.certificate(certificateCommand(typ, payload, said, this.now));
  }

  certificate(command: CertificateCommand): readonly RecordedEvent[] {
    const { issuer, id } = command.data.record;
    return this.carryOut(`certificate-${issuer}-${id}`, certificate, command);
  }

  /** A `delivery-receipt+jws`. */
  confirm(statement: string): readonly RecordedEvent[] {
    const { payload } = parseJws(statement, { typ: 'delivery-receipt+jws', maxBytes: 1 << 20 });
    const by = String(payload['authority']);
    const receipts = payload['receipts'] as unknown as readonly DeliveryReceipt[];
    const data = { authority: by, receipts, statement };
    return this.#delivery({ type: 'ConfirmDeliveries', data, at: this.now, by });
  }

  redrive(by: string, ...records: readonly Pick<SampleRecord, 'event' | 'stream'>[]) {
    const data = {
      authority: by,
      deliveries: records.map(({ event, stream }) => ({ event, stream })),
    };
    return this.#delivery({ type: 'RedriveDeliveries', data, at: this.now, by });
  }

  /** An `erasure+jws`: of all records of the worker whose record it names. */
  erase(statement: string): readonly RecordedEvent[] {
    const { payload } = parseJws(statement, { typ: 'erasure+jws' });
    const { id } = payload['record'] as JsonObject;
    const records = [...this.#workers.values()].find((all) => all.some((one) => one.id === id))!;
    const by = String(payload['iss']);
    const worker = records[0]!.subject;
    const data = {
      controller: stateOf(by),
      subject: worker,
      records: records.map((one) => ({ issuer: one.issuer, id: one.id })),
      basis: String(payload['basis']),
      statement,
      to: unionOfTo(records.flatMap(({ stream }) => this.#streams.get(stream)!)),
    };
    const command = { type: 'EraseSubject' as const, data, at: this.now, by };
    return this.carryOut(`subject-${worker}`, subject, command);
  }

  /** Decided by the rules, and appended. */
  carryOut<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
    command: Command,
  ): readonly RecordedEvent[] {
    const known = this.#streams.get(stream) ?? [];
    return this.append(stream, decide(decider, command, fold(decider, known)));
  }

  /** Appended as they are, whatever they say. */
  append(stream: string, events: readonly DomainEvent[]): readonly RecordedEvent[] {
    const known = this.#streams.get(stream) ?? [];
    const correlationId = randomUUID();
    const recorded = events.map((event, index): RecordedEvent => {
      const nonce = randomBytes(16).toString('base64url');
      const provenance = { id: randomUUID(), nonce, correlationId, causationId: correlationId };
      const revision = known.length + index;
      const position = String(this.events.length + index + 1).padStart(16, '0');
      return { ...encode(event, provenance), stream, revision, position };
    });
    for (const event of events) {
      known.push(event);
      this.trust = trustListView.evolve(this.trust, event);
      this.contracts = contractsView.evolve(this.contracts, event);
    }
    this.#streams.set(stream, known);
    this.events.push(...recorded);
    return recorded;
  }

  #contract(id: string, command: ContractCommand): readonly RecordedEvent[] {
    return this.carryOut(`contract-${id}`, contract, command);
  }

  #delivery(command: DeliveryCommand) {
    return this.carryOut(`deliveries-${command.data.authority}`, deliveries, command);
  }

  #route(issuer: string, recordType: string, versions: readonly ContractVersion[]) {
    return route({ issuer, recordType }, versions, {
      authority: (id) => authority(this.trust, id),
      authoritiesWith: (state, role) =>
        authoritiesWith(this.trust, state, role as Role).map(({ id }) => id),
    });
  }
}
