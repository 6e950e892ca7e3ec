import { answer, type IssuedRecord } from '#certificates';
import { activeVersions } from '#contracts';
import type { Instant } from '#kernel';
import type { HubParts } from '../../hub.life.ts';
import type { RecordOpener } from '../../verifications/record-opener.ts';
import { keyDoubt } from '../../views/trust-questions.ts';

/** Whether a worker is cleared, by all the certificates that the worker's own state knows of the same person. */
export class WorkerClearance {
  private readonly parts: HubParts;
  private readonly opener: RecordOpener;

  constructor(parts: HubParts, opener: RecordOpener) {
    this.parts = parts;
    this.opener = opener;
  }

  /** What an agency in the destination would be told now that is shown a clearance of the profile. */
  async isConfirmed(
    { subject, controller }: Pick<IssuedRecord, 'subject' | 'controller'>,
    { destination, profile }: { readonly destination: string; readonly profile: string },
    at: Instant,
  ): Promise<boolean> {
    const { views, store } = this.parts;
    const where = { subject, controller, recordType: 'MedicalCertificate', ended: 0 };
    const rows = await views.records(where, await store.end());
    const active = activeVersions(views.contracts, at);
    for (const { stream } of rows) {
      const { events, claims } = await this.opener.open([stream]);
      if (!claims) continue;
      const who = { code: claims.verificationCode, profile };
      const { answer: told } = answer({
        ...{ question: { who, destination }, asker: { state: destination } },
        ...{ active, events, claims, keyDoubt: keyDoubt(views.trust, events[0]), at },
      });
      if (told === 'CONFIRMED') return true;
    }
    return false;
  }
}
