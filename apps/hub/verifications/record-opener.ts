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

  /** @param stream the record that the code led to, if it led to one */
  async open(stream: string | undefined): Promise<OpenedRecord> {
    const opened = stream ? await this.tryToOpen(stream) : NOTHING;
    if (opened.claims) {
      this.decoy = stream;
      return opened;
    }
    if (this.decoy) await this.tryToOpen(this.decoy);
    return opened;
  }

  private async tryToOpen(stream: string): Promise<OpenedRecord> {
    const events = await this.log.read(stream);
    const first = events[0];
    if (first?.type !== 'CertificateIssued') return NOTHING;
    const { jwt, sealed } = first.data as IssuedRecord;
    const bytes = await this.vault.open(stream, Buffer.from(sealed, 'base64url'));
    if (bytes === ERASED) return { ...NOTHING, events };
    const { disclosures, clearances } = unpackContents(bytes);
    return { events, claims: answerClaimsOf(jwt, disclosures), clearances };
  }
}
