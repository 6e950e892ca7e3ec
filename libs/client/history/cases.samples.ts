import { randomBytes, randomUUID } from 'node:crypto';
import { RECRUITMENT_CASE, recordDigest } from '#credentials';
import { route } from '#exchange';
import { numericDate } from '#kernel';
import {
  recruitmentCase,
  standing,
  type Actor,
  type CaseCommand,
  type Facts,
  type Step,
} from '#recruitment';
import { sampleJwt, type SampleHistory } from '#testing';
import { transition } from '../statements.ts';
import { groundsOf, SampleDemand } from './demands.samples.ts';

const SEALED = randomBytes(2048 + 28).toString('base64url');
const SERVICE: Actor = { capacity: 'EMPLOYMENT_SERVICE' };
const EMPLOYER: Actor = {
  capacity: 'EMPLOYER',
  attestation: { capacity: 'LABOUR_DESTINATION', act: 'A'.repeat(43) },
};

/** The case of a worker of KG who wants to work in RU, opened by the labour ministry without an agency. */
export class SampleCase {
  readonly history: SampleHistory;
  readonly #record: ReturnType<typeof recordIn>;

  constructor(history: SampleHistory) {
    this.history = history;
    this.#record = recordIn(history);
    const said = this.#said('WorkerRegistered', SERVICE);
    const statement = this.#state('KG.MOL', said);
    const consent = { purposes: ['ORGANISED_RECRUITMENT'], givenOn: history.now.slice(0, 10) };
    const { active, directory } = groundsOf(history);
    const { under, to } = route(this.#record, active, directory);
    const data = {
      record: { ...this.#record, destination: 'RU' },
      ...{ routing: { under, to }, said, statement, statedBy: 'KG.MOL' },
      facts: { ...this.#standing(said, 'KG.MOL'), consent },
    };
    // Sound: the step is the one that opens a case.
    this.#ask({ type: 'OpenCase', data, at: history.now, by: 'KG.MOL' } as CaseCommand);
  }

  /** As places name it. */
  get name(): string {
    return `${this.#record.issuer}-${this.#record.id}`;
  }

  shortlist({ name, document: { origins, destination } }: SampleDemand): void {
    const said = this.#said('Shortlisted', SERVICE, { demand: name });
    this.#advance('KG.MOL', said, { demand: { name, isOpen: true, origins, destination } });
  }

  /** After a place was reserved. */
  select({ name }: SampleDemand): void {
    const place = { demand: name, until: this.history.now };
    this.#advance('RU.MOL', this.#said('Selected', EMPLOYER), { place });
  }

  decline(): void {
    const reason = 'EMPLOYER_CHOSE_ANOTHER';
    this.#advance('RU.MOL', this.#said('Declined', EMPLOYER, { reason }), {});
  }

  #said(step: Step['step'], actor: Actor, more: Partial<Step> = {}): Step {
    return { step, actor, occurredAt: this.history.now, ...more };
  }

  #state(by: string, said: Step): string {
    const { issuer, id, digest } = this.#record;
    const { now } = this.history;
    const record = { issuer, id, digest };
    return transition(this.history.key(`${by} statement`), now, { record, ...said });
  }

  #standing(said: Step, by: string) {
    const { trust, now } = this.history;
    return standing(trust, said, by, { origin: 'KG', destination: 'RU' }, now);
  }

  #advance(by: string, said: Step, more: Partial<Facts>): void {
    const { issuer, id, digest } = this.#record;
    const facts = { ...this.#standing(said, by), ...more };
    const data = { record: { issuer, id, digest }, said, facts, statement: this.#state(by, said) };
    this.#ask({ type: 'AdvanceCase', data, at: this.history.now, by });
  }

  #ask(command: CaseCommand): void {
    this.history.carryOut(`case-${this.name}`, recruitmentCase, command);
  }
}

function recordIn(history: SampleHistory) {
  const key = history.key('KG.MOL record');
  const clear = { iss: 'KG.MOL', vct: RECRUITMENT_CASE.vct, iat: numericDate(history.now) };
  const id = randomUUID();
  const jwt = sampleJwt({ ...clear, id }, key);
  return {
    ...{ issuer: clear.iss, id, digest: recordDigest(jwt), recordType: RECRUITMENT_CASE.name },
    ...{ kid: key.kid, iat: clear.iat, jwt, sealed: SEALED },
    ...{ controller: 'KG', subject: randomUUID() },
  };
}

/** A case that is shortlisted for the demand and has a place reserved. */
export function reserved(demand: SampleDemand): SampleCase {
  const one = new SampleCase(demand.history);
  one.shortlist(demand);
  demand.place('ReservePlace', one.name);
  return one;
}

/** A case that has a place of the demand. */
export function selected(demand: SampleDemand): SampleCase {
  const one = reserved(demand);
  one.select(demand);
  demand.place('TakePlace', one.name);
  return one;
}

/**
 * A demand whose places are taken: of one case the hub noted it late, after the reservation had lapsed; the other is
 * declined and gives its place back, and then the demand is closed.
 */
export function recruit(history: SampleHistory): SampleDemand {
  const demand = new SampleDemand(history);
  const one = selected(demand);
  const late = reserved(demand);
  late.select(demand);
  history.pass(200);
  demand.place('ReservePlace', late.name, [late.name]);
  one.decline();
  demand.place('ReleasePlace', one.name);
  history.pass(1);
  demand.close();
  return demand;
}
