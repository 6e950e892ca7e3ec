import {
  issueCertificate,
  sealFor,
  type CheckedCertificate,
  type HubClient,
  type Push,
} from '#client';
import { MEDICAL_CERTIFICATE, type SealFor, type StatusEntry } from '#credentials';
import type { SigningKey } from '#signing';
import type { Session } from './session.ts';

/** Signs certificates of the acting ministry, with everything that the hub and the contracts in force ask for. */
export class Issuer {
  readonly #session: Session;
  readonly #hub: HubClient;
  readonly #key: SigningKey;
  readonly seal: readonly SealFor[];

  private constructor(session: Session, hub: HubClient, key: SigningKey, seal: readonly SealFor[]) {
    this.#session = session;
    this.#hub = hub;
    this.#key = key;
    this.seal = seal;
  }

  /** @param isSealing whether S5 claims go, sealed, to whom contracts in force grant them; else they go to nobody */
  static async of(session: Session, hub: HubClient, isSealing: boolean): Promise<Issuer> {
    const key = await session.key('record');
    const about = { issuer: session.holder, type: MEDICAL_CERTIFICATE };
    const seal = isSealing ? sealFor(await session.knowledge(hub), about, session.now()) : [];
    return new Issuer(session, hub, key, seal);
  }

  /** In order. Status list indices for all of them are asked for at once. */
  async issue(certificates: readonly CheckedCertificate[]): Promise<readonly Push[]> {
    const count = certificates.reduce((sum, { clearances }) => sum + clearances, 0);
    const entries = await this.#allocate(count);
    const at = this.#session.now();
    const pushes: Push[] = [];
    for (const certificate of certificates) {
      const status = entries.splice(0, certificate.clearances);
      const { seal } = this;
      pushes.push(await issueCertificate(certificate, { key: this.#key, at, status, seal }));
    }
    return pushes;
  }

  async #allocate(count: number): Promise<StatusEntry[]> {
    if (count === 0) return [];
    const { uri, indices } = await this.#hub.allocateStatusIndices(this.#session.holder, count);
    return indices.map((index) => ({ list: uri, index }));
  }
}

export const NO_SEAL = [
  '--no-seal',
  'send HIV, drug and mental health findings to nobody, whatever contracts grant',
] as const;
