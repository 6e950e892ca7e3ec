import type { RegisterFilter } from '#participants';
import type { GenesisFile, SigningKey } from '#signing';
import type { AgencyRegister } from './agency-register.ts';
import type { AsOfEvidence, AsOfKind } from './as-of/index.ts';
import type { DemandReference } from '#recruitment';
import type { ReplayLine, ReplayRequest } from './history/index.ts';
import { verifyOwnStatus, type OwnStatusAnswer } from './own-status.ts';
import { query } from './query.ts';
import { Transport, type ClientOptions } from './transport.ts';
import { verifyAnswer, type Answer, type Question } from './verification.ts';
import type {
  Axes,
  BatchLine,
  CaseState,
  ContractState,
  DemandsFilter,
  DemandsPage,
  DemandState,
  Push,
  ReplayFilter,
  ReplayedEvent,
  Stored,
  UnheardPage,
} from './types.ts';

/**
 * The hub, as ministries, agencies and auditors use it. Every request is signed with the participant's
 * `request` key. Refusals are thrown as `HubRefusal`, with the hub's code.
 */
export class HubClient {
  readonly transport: Transport;

  constructor(origin: string, requestKey?: SigningKey, options: ClientOptions = {}) {
    this.transport = new Transport(origin, requestKey, options);
  }

  /** The same hub, whose answers are given at or after the position of a receipt. */
  after(position: string): HubClient {
    return this.with({ after: position });
  }

  /** The same hub and participant with other options. */
  with(options: ClientOptions): HubClient {
    const { origin, key, options: known } = this.transport;
    return new HubClient(origin, key, { ...known, ...options });
  }

  /** A participant's statement: endorsement, licence, retirement, compromise, membership. No request signature needed. */
  submitStatement(statement: string): Promise<Stored> {
    return this.transport.post('/v1/participants/statements', { statement });
  }

  pushCertificate(push: Push): Promise<Stored> {
    return this.transport.post('/v1/medical-certificates', push);
  }

  pushEvidence(push: Push): Promise<Stored> {
    return this.transport.post('/v1/medical-evidence', push);
  }

  /** At most 1,000 records and 8 MiB; one result a line, in order, each after it is durable. */
  pushBatch(pushes: readonly Push[]): AsyncGenerator<BatchLine> {
    return this.pushBatchLines(pushes.map((push) => JSON.stringify(push)));
  }

  /** `pushBatch` of texts, each the JSON of a push on one line. `pushLines` sends inputs of any length. */
  pushBatchLines(lines: readonly string[]): AsyncGenerator<BatchLine> {
    const body = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    return this.transport.lines({
      method: 'POST',
      path: '/v1/medical-certificates/batch',
      body,
      contentType: 'application/x-ndjson',
    });
  }

  revoke(issuer: string, id: string, statement: string): Promise<Stored> {
    return this.about(issuer, id, 'revocation', statement);
  }

  review(issuer: string, id: string, statement: string): Promise<Stored> {
    return this.about(issuer, id, 'review', statement);
  }

  recognition(issuer: string, id: string, statement: string): Promise<Stored> {
    return this.about(issuer, id, 'recognition', statement);
  }

  /** With the registration of the worker, a `transition+jws` that names the record. */
  openCase(push: { readonly record: string; readonly statement: string }): Promise<Stored> {
    return this.transport.post('/v1/recruitment-cases', push);
  }

  /** A `transition+jws`; beside it the medical answer or the permit's disclosure that it names by digest. */
  moveCase(
    { issuer, id }: { readonly issuer: string; readonly id: string },
    moved: { readonly statement: string; readonly receipt?: string; readonly permit?: string },
  ): Promise<Stored> {
    return this.transport.post(`/v1/recruitment-cases/${issuer}/${id}/transitions`, moved);
  }

  /** How a case stands, as far as the asker may know. */
  recruitmentCase(
    { issuer, id }: { readonly issuer: string; readonly id: string },
    axes: Axes = {},
  ): Promise<CaseState> {
    return this.transport.get(`/v1/recruitment-cases/${issuer}/${id}${query(axes)}`);
  }

  private about(issuer: string, id: string, act: string, statement: string): Promise<Stored> {
    return this.transport.post(`/v1/medical-certificates/${issuer}/${id}/${act}`, { statement });
  }

  /** Random single-use status list indices, to be named in clearances before they are signed. */
  allocateStatusIndices(
    issuer: string,
    count: number,
  ): Promise<{ readonly list: string; readonly uri: string; readonly indices: readonly number[] }> {
    return this.transport.post(`/v1/status-lists/${issuer}/allocations`, { count });
  }

  /** Where the status lists are. Public. */
  async statusLists(): Promise<readonly string[]> {
    const path = '/v1/status-lists';
    return (await this.transport.get<{ status_lists: readonly string[] }>(path)).status_lists;
  }

  /** A status list, by its URI or its name, as it was signed. Public; `checkClearance` proves it. */
  async statusList(list: string): Promise<string> {
    const path = `/v1/status-lists/${list.slice(list.lastIndexOf('/') + 1)}`;
    return (await this.transport.send({ method: 'GET', path })).body.text();
  }

  /** A status list as it stood, by what the hub had been told by then. For auditors. */
  pastStatusList(list: string, knownAt: string): Promise<PastStatusList> {
    return this.transport.get(`/v1/audit/status-lists/${list}${query({ knownAt })}`);
  }

  proposeContract(document: unknown): Promise<Stored & { readonly hash: string }> {
    return this.transport.post('/v1/exchange-contracts', { document });
  }

  signContract(
    id: string,
    hash: string,
    signature: { readonly protected: string; readonly signature: string },
  ): Promise<Stored> {
    return this.transport.post(`/v1/exchange-contracts/${id}/signatures`, { hash, signature });
  }

  suspendContract(id: string, statement: string): Promise<Stored> {
    return this.transport.post(`/v1/exchange-contracts/${id}/suspension`, { statement });
  }

  terminateContract(id: string, statement: string): Promise<Stored> {
    return this.transport.post(`/v1/exchange-contracts/${id}/termination`, { statement });
  }

  contract(id: string): Promise<ContractState> {
    return this.transport.get(`/v1/exchange-contracts/${id}`);
  }

  /** Asks about one worker; the answer's signature is checked with the hub's key of genesis. */
  async verify(
    question: Question,
    hubReceiptKey: Parameters<typeof verifyAnswer>[1],
  ): Promise<Answer> {
    const { answer } = await this.transport.post<{ answer: string }>('/v1/verifications', question);
    return verifyAnswer(answer, hubReceiptKey);
  }

  /**
   * For an information centre: how the case of the worker stands who shows the token, and consents by it; the answer's
   * signature is checked with the hub's key of genesis.
   */
  async ownStatus(
    consentToken: string,
    hubReceiptKey: Parameters<typeof verifyOwnStatus>[1],
  ): Promise<OwnStatusAnswer> {
    const path = '/v1/recruitment-cases/own-status';
    const { answer } = await this.transport.post<{ answer: string }>(path, { consentToken });
    return verifyOwnStatus(answer, hubReceiptKey);
  }

  /** A record and its life, as far as the asker's grants go; `validAt` and `knownAt` choose the two axes. */
  certificate<Result>(issuer: string, id: string, axes: Axes = {}): Promise<Result> {
    return this.transport.get(`/v1/medical-certificates/${issuer}/${id}${query(axes)}`);
  }

  /** A `demand+jws` of the labour ministry where the work is. */
  registerDemand(statement: string): Promise<Stored> {
    return this.transport.post('/v1/demands', { statement });
  }

  reserveQuota(demand: DemandReference, statement: string): Promise<Stored> {
    return this.aboutDemand(demand, 'quota', statement);
  }

  closeDemand(demand: DemandReference, statement: string): Promise<Stored> {
    return this.aboutDemand(demand, 'closing', statement);
  }

  refuseDemand(demand: DemandReference, statement: string): Promise<Stored> {
    return this.aboutDemand(demand, 'refusal', statement);
  }

  private aboutDemand({ authority, id }: DemandReference, act: string, statement: string) {
    return this.transport.post<Stored>(`/v1/demands/${authority}/${id}/${act}`, { statement });
  }

  /** A page of the demands that the asker may see; open ones unless `status` says ALL. */
  demands(filter: DemandsFilter = {}): Promise<DemandsPage> {
    return this.transport.get(`/v1/demands${query(filter)}`);
  }

  demand({ authority, id }: DemandReference, axes: Axes = {}): Promise<DemandState> {
    return this.transport.get(`/v1/demands/${authority}/${id}${query(axes)}`);
  }

  confirmDeliveries(statement: string): Promise<Stored> {
    return this.transport.post('/v1/deliveries/receipts', { statement });
  }

  /** A page of what was never confirmed and comes again; `next` goes into the next request. */
  redriveUnheard(after?: string): Promise<UnheardPage> {
    const page = after === undefined ? {} : { after };
    return this.transport.post('/v1/deliveries/redrive', page);
  }

  erase(statement: string): Promise<Stored> {
    return this.transport.post('/v1/erasures', { statement });
  }

  /** The founding document with every root's signature. Public; pin its hash out of band. */
  genesis(): Promise<GenesisFile> {
    return this.transport.get('/v1/genesis');
  }

  /** Every event, with the exact stored texts. For auditors. */
  replay(filter: ReplayFilter = {}): AsyncGenerator<ReplayedEvent> {
    return this.transport.lines({ method: 'GET', path: `/v1/audit/events${query(filter)}` });
  }

  /**
   * The proof of an own act: receipt, event, audit path and checkpoint in one `tlog-proof`, for `verifyReceipt`.
   * @throws HubRefusal STORE_BEHIND until a checkpoint covers it, a second or so after it was recorded
   */
  async receiptProof(place: {
    readonly stream: string;
    readonly revision: number;
  }): Promise<string> {
    const path = `/v1/log/proofs/receipt${query(place)}`;
    return (await this.transport.send({ method: 'GET', path })).body.text();
  }

  /**
   * How things stood at any moment, with the events that decide it and their proofs; `verifyAsOf` believes none of it.
   * For auditors. @throws HubRefusal STORE_BEHIND until a checkpoint covers what is known
   */
  asOf(kind: AsOfKind, of: string, axes: Axes = {}): Promise<AsOfEvidence> {
    return this.transport.get(`/v1/audit/as-of/${kind}${query({ of, ...axes })}`);
  }

  /** Everything about a record in one zip, for `verifyBundle`. For auditors of the states that it concerns. */
  async evidence({ issuer, id }: { readonly issuer: string; readonly id: string }) {
    const path = `/v1/audit/evidence/${issuer}/${id}`;
    const { body } = await this.transport.send({ method: 'GET', path });
    return new Uint8Array(await body.arrayBuffer());
  }

  /** Has the hub replay its own history, in its own time: lines that say how far it is, and at last its signed report. For auditors. */
  requestReplay(request: ReplayRequest = {}): AsyncGenerator<ReplayLine> {
    const body = Buffer.from(JSON.stringify(request));
    return this.transport.lines({ method: 'POST', path: '/v1/audit/replays', body });
  }

  /** The statements that make the trust list, in the order they were recorded. Public. */
  trustList(): AsyncGenerator<ReplayedEvent> {
    return this.transport.lines({ method: 'GET', path: '/v1/trust-list' });
  }

  /** The public register of agencies, at `validAt` or now. `provedRegister` needs no trust in the hub. */
  agencies(filter: RegisterFilter & { readonly validAt?: string } = {}): Promise<AgencyRegister> {
    return this.transport.get(`/v1/participants/agencies${query(filter)}`);
  }

  /** The contracts with all their signatures, as events. */
  contractEvents(): AsyncGenerator<ReplayedEvent> {
    return this.transport.lines({ method: 'GET', path: '/v1/exchange-contracts' });
  }
}

/** `lst` as published lists hold it. */
export type PastStatusList = {
  readonly list: string;
  readonly knownAt: string;
  readonly bits: 1;
  readonly lst: string;
};
