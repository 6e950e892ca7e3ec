import type { IssuedRecord } from '#certificates';
import type { RecruitmentCaseClaims } from '#credentials';
import type { StoredEvent } from '#event-store';
import { fold, RuleBroken, stateOf, type Clock } from '#kernel';
import {
  demand,
  derivedStep,
  holdsPlace,
  recruitmentCase,
  standing,
  stepIn,
  type Case,
  type CaseCommand,
  type CaseStep,
  type Facts,
  type TransitionStatement,
} from '#recruitment';
import { ERASED, unpackContents, type Vault } from '#vault';
import type { AccessLog } from '../../log/access-log.ts';
import { HUB, type EventLog } from '../../log/event-log.ts';
import { noteRefusal } from '../../log/note-refusal.ts';
import type { Receipt, Receipts } from '../../log/receipts.ts';
import type { Signed } from '../../platform/signature.guard.ts';
import { claimsOf } from '../../records/claims-of.ts';
import { holdsStatement } from '../../statements/holds-statement.ts';
import { readStatement, type ReadStatement } from '../../statements/read-statement.ts';
import type { MedicalCheck } from '../../verifications/medical-check.ts';
import type { HubViews } from '../../views/hub-views.ts';
import { streamOf as streamOfDemand, type Places } from '../demands/places.ts';
import { INQUIRIES, type Beside } from './case-facts.ts';

export type CaseName = { readonly issuer: string; readonly id: string };
type Said = ReadStatement<TransitionStatement>;

/** A case as it was opened, with what its key opens. */
type Opened = {
  readonly stream: string;
  readonly name: string;
  readonly record: IssuedRecord;
  readonly claims: RecruitmentCaseClaims;
};

/** What a step does to the place of the demand that the case was selected for. */
const SETTLES: Partial<Record<CaseStep, 'take' | 'release'>> = {
  Selected: 'take',
  Declined: 'release',
  Cancelled: 'release',
  NoShow: 'release',
};

/**
 * Moves workers' cases on (ADR 8): read the statement → gather facts → decide → append → settle the place → what a rule
 * derives → receipt. Repeating a statement after any crash completes it and gives the same receipt.
 */
export class CaseDesk {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly access: AccessLog;
  private readonly clock: Clock;
  private readonly sources: { readonly places: Places; readonly medical: MedicalCheck };

  constructor(
    log: EventLog,
    vault: Vault,
    views: HubViews,
    receipts: Receipts,
    access: AccessLog,
    clock: Clock,
    places: Places,
    medical: MedicalCheck,
  ) {
    this.log = log;
    this.vault = vault;
    this.views = views;
    this.receipts = receipts;
    this.access = access;
    this.clock = clock;
    this.sources = { places, medical };
  }

  /** A refusal stands in the access log, with the case, before it is answered. @throws HubError with the rule that refuses */
  submit(text: string, beside: Beside, path: CaseName, by: Signed): Promise<Receipt> {
    const stream = streamOfCase(path);
    const act = () => this.advance(text, beside, path, stream);
    return noteRefusal(this.access, by, 'SUBMIT', act, stream);
  }

  private async advance(
    text: string,
    beside: Beside,
    path: CaseName,
    stream: string,
  ): Promise<Receipt> {
    this.views.assertFresh();
    const said: Said = readStatement(text, 'transition+jws', this.views.trust, this.clock.now());
    const { issuer, id } = said.payload.record;
    if (issuer !== path.issuer || id !== path.id) throw unknown();
    const known = await this.log.read(stream);
    const events = known.some((one) => holdsStatement(one, text))
      ? known
      : await this.carryOut(await this.open(stream, known), known, said, beside);
    const index = events.findIndex((one) => holdsStatement(one, text));
    await this.settle(events, index, stepIn(said.payload).step);
    await this.derive(stream, fold(recruitmentCase, events));
    return this.receipts.of(events[index]!, said.digest);
  }

  /** @returns the whole stream after it */
  private async carryOut(
    opened: Opened,
    known: readonly StoredEvent[],
    said: Said,
    beside: Beside,
  ): Promise<readonly StoredEvent[]> {
    const { stream } = opened;
    // A hold may have ended since: what a rule derives comes before what is stated after it.
    await this.derive(stream, fold(recruitmentCase, known));
    const asked = (state: Case) => this.command(opened, said, beside, state);
    const { before, stored } = await this.log.carryOut(stream, recruitmentCase, asked);
    return [...before, ...stored];
  }

  /** The statement with every fact that its rules ask for. */
  private async command(
    opened: Opened,
    { payload, by, text }: Said,
    beside: Beside,
    state: Case,
  ): Promise<CaseCommand> {
    const at = this.clock.now();
    const said = stepIn(payload);
    const own = this.standing(opened.record.controller, state, said, by);
    const command = (facts: Partial<Facts>): CaseCommand => ({
      type: 'AdvanceCase',
      data: { record: payload.record, said, facts: { ...own, ...facts }, statement: text },
      ...{ at, by },
    });
    const occupation = () => this.occupationIn(state);
    const { corridor } = own;
    const inquiry = { ...opened, said, beside, state, corridor, occupation, command };
    return command((await INQUIRIES[said.step]?.(inquiry, this.sources)) ?? {});
  }

  private standing(
    origin: string,
    { destination }: Case,
    said: Parameters<typeof standing>[1],
    by: string,
  ): ReturnType<typeof standing> {
    return standing(this.views.trust, said, by, { origin, destination }, this.clock.now());
  }

  /** What the demand of the case asks for. */
  private async occupationIn({ demand: name }: Case): Promise<string | undefined> {
    if (name === undefined) return undefined;
    return (await this.log.stateOf(streamOfDemand(name), demand)).document?.occupation;
  }

  /** Takes or gives back the place of a demand, as the case stands now. */
  private async settle(events: readonly StoredEvent[], index: number, step: CaseStep) {
    const act = SETTLES[step];
    const { demand: name } = fold(recruitmentCase, events.slice(0, index));
    if (act === undefined || name === undefined) return;
    const isHeld = holdsPlace(fold(recruitmentCase, events), name);
    if (isHeld !== (act === 'take')) return; // Something later settled it otherwise.
    const { stream } = events[index]!;
    await this.sources.places[act](name, stream.slice(CASE.length));
  }

  /** Takes the step that a rule of the hub takes from where the case stands, if its guards let it. */
  private async derive(stream: string, state: Case): Promise<void> {
    const said = derivedStep(state);
    const { record } = state;
    if (!said || !record) return;
    const origin = stateOf(record.issuer);
    const facts = this.standing(origin, state, said, HUB);
    const data = { record, said, facts };
    const at = this.clock.now();
    try {
      await this.log.carryOut(stream, recruitmentCase, { type: 'AdvanceCase', data, at, by: HUB });
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error; // A permit is needed, or the case is held.
    }
  }

  /** The record, and the claims that its key opens. @throws RuleBroken `RULE_RECORD_UNKNOWN`, `RULE_RECORD_ERASED` */
  private async open(stream: string, [first]: readonly StoredEvent[]): Promise<Opened> {
    if (!first) throw unknown();
    const record = first.data as IssuedRecord;
    const bytes = await this.vault.open(stream, Buffer.from(record.sealed, 'base64url'));
    if (bytes === ERASED) throw new RuleBroken('RULE_RECORD_ERASED', `${stream} was erased`);
    // Sound: it was checked against its table when it was pushed.
    const claims = claimsOf(record.jwt, unpackContents(bytes).disclosures);
    return {
      ...{ stream, record, name: stream.slice(CASE.length) },
      claims: claims as unknown as RecruitmentCaseClaims,
    };
  }
}

const CASE = 'case-';

export const streamOfCase = ({ issuer, id }: CaseName): string => `${CASE}${issuer}-${id}`;

const unknown = () =>
  new RuleBroken('RULE_RECORD_UNKNOWN', 'there is no such case as the path and statement name', {
    pointer: '/statement/record',
  });
