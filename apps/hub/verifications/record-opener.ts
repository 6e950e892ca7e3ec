import type { AnswerClaims, IssuedRecord } from '#certificates';
import type { StoredEvent } from '#event-store';
import { ERASED, unpackContents, type Vault } from '#vault';
import type { EventLog } from '../log/event-log.ts';
import { answerClaimsOf } from '../records/claims-of.ts';

/** A record's life, and its claims if its key still is. */
export type OpenedRecord = {
  readonly events: readonly StoredEvent[];
  readonly claims: AnswerClaims | undefined;
  /** The clearances that came with it, verified then. */
  readonly clearances: readonly string[];
};

const NOTHING: OpenedRecord = { events: [], claims: undefined, clearances: [] };

/**
 * Opens records for answers. Where there is nothing to open it opens another record it has opened before, and
 * gives nothing: a code that leads nowhere costs what one costs that leads somewhere.
 */
export class RecordOpener {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private decoy: string | undefined;

  constructor(log: EventLog, vault: Vault) {
    this.log = log;
    this.vault = vault;
  }

  /**
   * @param streams the records that a code led to: hardly ever more than one. A push that was refused leaves its code behind
   *   when the record is issued anew, and a correction may keep it; what counts is the issuer's newest.
   */
  async open(streams: readonly string[]): Promise<OpenedRecord> {
    const events = await this.newest(streams);
    const opened = events ? await this.tryToOpen(events) : NOTHING;
    if (opened.claims) {
      this.decoy = events![0]!.stream;
      return opened;
    }
    if (this.decoy) await this.tryToOpen(await this.log.read(this.decoy));
    return opened;
  }

  /** Nobody takes another issuer's code over by using it again. */
  private async newest(streams: readonly string[]): Promise<readonly StoredEvent[] | undefined> {
    const all = await Promise.all(streams.map((stream) => this.log.read(stream)));
    const stored = all.filter(([first]) => first?.type === 'CertificateIssued');
    return stored.findLast(([last]) => issuerOf(last!) === issuerOf(stored[0]![0]!));
  }

  private async tryToOpen(events: readonly StoredEvent[]): Promise<OpenedRecord> {
    const { stream, data } = events[0]!;
    const { jwt, sealed } = data as IssuedRecord;
    const bytes = await this.vault.open(stream, Buffer.from(sealed, 'base64url'));
    if (bytes === ERASED) return { ...NOTHING, events };
    const { disclosures, clearances } = unpackContents(bytes);
    return { events, claims: answerClaimsOf(jwt, disclosures), clearances };
  }
}

const issuerOf = ({ data }: StoredEvent): string => (data as IssuedRecord).issuer;
