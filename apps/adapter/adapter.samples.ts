import { randomUUID } from 'node:crypto';
import { endorseKey, foundFederation, type Federation } from '#client';
import { hashOf, medicalCertificateContract, signContract, type Grant } from '#contracts';
import {
  parseCredential,
  present,
  recordDigest,
  resolve,
  type SealedItem,
  type Select,
} from '#credentials';
import { encode, type RecordedEvent } from '#event-store';
import { selects } from '#exchange';
import { topicOf, type Delivery, type Message } from '#fan-out';
import { Clock, decide, later, numericDate, stateOf, type DomainEvent } from '#kernel';
import {
  foundingCommands,
  participant,
  statementCommand,
  trustListView,
  type Addressed,
  type KeyUse,
  type TrustList,
} from '#participants';
import { generateKey, newLaneKey, sealMessage, wrapLaneKey, type SigningKey } from '#signing';
import { sampleIssue, type SampleChanges } from '#testing';

export const AT = '2026-11-24T04:00:00.000Z';
export const HIV = ['examinations', 'HIV', 'finding'];

export class StoppedClock extends Clock {
  now() {
    return AT;
  }
}

const USES: readonly KeyUse[] = ['record', 'statement', 'encryption', 'request'];

const authority = (id: string) => ({
  id,
  name: `${id} of a sample state`,
  roles: [id.endsWith('.MOH') ? ('health-ministry' as const) : ('labour-ministry' as const)],
  signsContracts: id.endsWith('.MOH'),
  uses: USES,
});

/** A hub that adapters can be put to the test with: it holds real keys and statements, and says what a spec tells it to. */
export class SampleHub {
  readonly federation: Federation;
  readonly document = medicalCertificateContract({
    id: 'kg-ru',
    parties: ['KG', 'RU'].map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
  });
  readonly reference = { contract: this.document.id, version: 1, hash: hashOf(this.document) };
  readonly participants: RecordedEvent[];
  readonly contracts: RecordedEvent[] = [];
  /** How often it was asked for its participants. */
  asked = 0;
  #trust: TrustList;

  constructor() {
    const { federation, participants, trust } = (founded ??= found());
    this.federation = federation;
    this.participants = [...participants];
    this.#trust = trust;
    this.agree();
  }

  key(name: string): SigningKey {
    return this.federation.keys.get(name)!;
  }

  /** Records a participants' statement as an honest hub does. */
  say(statement: string): void {
    const { document } = this.federation.genesis;
    const command = statementCommand(statement, this.#trust, document, AT);
    this.#trust = carryOut(command, this.#trust, this.participants);
  }

  /** Records what nothing proves. */
  forge(event: DomainEvent): void {
    this.participants.push(recorded(event, `state-${stateOf(event.by)}`));
  }

  /** Every party signs the contract; `parties` may leave one out. */
  agree(parties: readonly string[] = this.document.parties): void {
    const tell = (type: string, data: object) =>
      this.contracts.push(recorded({ type, data, at: AT, by: 'KG.MOH' }, 'contract-kg-ru'));
    this.contracts.length = 0;
    tell('ContractProposed', { ...this.reference, document: this.document });
    for (const party of parties)
      tell('ContractSigned', {
        ...this.reference,
        party,
        signature: signContract(this.document, this.key(`${party}.MOH statement`)),
      });
    tell('ContractActivated', { ...this.reference, effectiveFrom: AT });
  }

  async *trustList(): AsyncGenerator<RecordedEvent> {
    this.asked++;
    yield* this.participants;
  }

  async *contractEvents(): AsyncGenerator<RecordedEvent> {
    yield* this.contracts;
  }

  /** What the contract grants to an authority of Russia. */
  grantsTo(recipient: string): Grant[] {
    return this.document.grants.filter(
      ({ from, to }) =>
        from === 'KG.MOH' &&
        ('authority' in to
          ? to.authority === recipient
          : recipient.endsWith('.MOL') && to.state === 'RU' && to.role === 'labour-ministry'),
    );
  }

  /** A certificate of KG.MOH, and its delivery to an authority as an honest relay makes it. */
  async certificate(
    to: string,
    { key = this.key('KG.MOH record'), select, ...changes }: CertificateChanges = {},
  ): Promise<SampleDelivery & { presentation: string; sealed: SealedItem[] }> {
    const { kid, jwk } = this.key('RU.MOH encryption');
    const { id, record, sealed } = await sampleIssue({
      key,
      iat: numericDate(AT),
      seal: [{ path: HIV, to: 'RU.MOH', kid, jwk }],
      ...changes,
    });
    const parsed = parseCredential(record);
    const forAuthority = sealed.filter((item) => item.to === to);
    return {
      event: {
        id: randomUUID(),
        type: 'CertificateIssued',
        stream: `certificate-KG.MOH-${id}`,
        revision: 0,
        recordedAt: AT,
        under: [this.reference],
      },
      subject: 'pairwise',
      presentation: present(
        parsed,
        resolve(parsed),
        select ?? selects(this.grantsTo(to), to, [HIV]),
        forAuthority,
      ),
      sealed: forAuthority,
    };
  }

  /** A message as an honest relay publishes it; `changes` say what is not as it should be. */
  async message(to: string, delivery: Delivery, changes: MessageChanges = {}): Promise<Message> {
    const {
      topic = topicOf(stateOf(to)),
      hubLaneKey = this.key('HUB lane'),
      recipient = this.key(`${to} encryption`),
      event = delivery.event.id,
      text = JSON.stringify(delivery),
    } = changes;
    const laneKey = newLaneKey(to, topic, AT);
    return {
      authority: to,
      event,
      key: delivery.subject,
      value: sealMessage(laneKey, event, text),
      laneKey: await wrapLaneKey(laneKey, hubLaneKey, recipient),
    };
  }
}

/** Made once: keys and signatures take their time. */
type Founded = { federation: Federation; participants: RecordedEvent[]; trust: TrustList };
let founded: Founded | undefined;

function found(): Founded {
  const federation = foundFederation(
    {
      origin: 'hub.example',
      quorum: 2,
      states: ['KG', 'RU'].map((state) => ({ state, name: state })),
      authorities: ['KG.MOH', 'KG.MOL', 'RU.MOH', 'RU.MOL'].map(authority),
      agencies: [],
    },
    AT,
  );
  const { genesis, statements } = federation;
  const participants: RecordedEvent[] = [];
  let trust = trustListView.initial;
  for (const command of foundingCommands(genesis, AT))
    trust = carryOut(command, trust, participants);
  for (const statement of statements)
    trust = carryOut(statementCommand(statement, trust, genesis.document, AT), trust, participants);
  return { federation, participants, trust };
}

/** The trust list after the command's events, which go into `participants`. */
function carryOut(
  { state, stream, command }: Addressed,
  trust: TrustList,
  participants: RecordedEvent[],
): TrustList {
  const events = decide(participant, command, trust.states.get(state) ?? participant.initial);
  participants.push(...events.map((event) => recorded(event, stream)));
  return events.reduce(trustListView.evolve, trust);
}

export type SampleDelivery = Pick<Delivery, 'event' | 'subject'>;
type CertificateChanges = SampleChanges & { key?: SigningKey; issuer?: string; select?: Select };
type MessageChanges = {
  topic?: string;
  hubLaneKey?: SigningKey;
  recipient?: SigningKey;
  event?: string;
  text?: string;
};

/** The record that a delivery of a certificate presents, as statements name it. */
export function recordIn({ presentation }: { presentation: string }) {
  const { payload, jwt } = parseCredential(presentation);
  return { issuer: payload.iss, id: payload.id, digest: recordDigest(jwt) };
}

/** A later event of the certificate of `delivery`. */
export const lifecycle = (
  { event, subject }: SampleDelivery,
  type: string,
  data: object,
  statement?: string,
  revision = 1,
): Delivery => ({
  event: { ...event, id: randomUUID(), type, revision, under: [] },
  subject,
  data: { ...data },
  ...(statement !== undefined && { statement }),
});

/** Another key of an authority, and its endorsement by whoever signs. */
export function endorsed(holder: string, use: KeyUse, by: SigningKey) {
  const key = generateKey(holder, use);
  const { alg, jwk } = key;
  const validity = { validFrom: AT, validUntil: later(AT, 3600) };
  return { key, statement: endorseKey(by, AT, { key: { holder, use, alg, jwk, ...validity } }) };
}

function recorded(event: DomainEvent, stream: string): RecordedEvent {
  const ids = { id: randomUUID(), nonce: 'n', correlationId: 'c', causationId: 'c' };
  return { ...encode(event, ids), stream, revision: 0, position: '' };
}
