import { HubError, type ErrorCode } from '#kernel';

/** What a bundle is verified for, in this order. */
export const BUNDLE_STEPS = {
  CONTAINER: 'the zip, byte for byte as it was made',
  MANIFEST: "the hub's signature, and every file as it says",
  GENESIS: 'the founding document is the pinned one',
  CHECKPOINT: 'signed by the log',
  INCLUSION: 'every event is a leaf of the tree',
  HISTORY: 'endorsements, contracts and the record: every signature and rule, from genesis on',
  WITNESSES: 'who saw the tree',
  COUNT: 'no event fewer than the hub signed',
  RECEIPTS: "the hub's receipts are of these events",
  DELIVERIES: 'what recipients signed about deliveries',
  VERIFICATIONS: 'who asked and read: leaves of the access log, and who saw its tree',
  READABLE: 'artefacts, contracts, proofs and page say what the events say',
} as const;

export type BundleStepName = keyof typeof BUNDLE_STEPS;

export type BundleStep = {
  readonly step: BundleStepName;
  readonly result: 'PROVED' | 'FAILED' | 'NOT_REACHED';
  /** What was found. */
  readonly found?: string;
  readonly code?: ErrorCode;
  /** Of what was altered. */
  readonly file?: string;
};

/** Ends the steps; what it was is written down. */
class Ended extends Error {}

/** Writes down how each step went. What a step needs of an earlier one it has only where that went well. */
export class Steps {
  readonly #steps: BundleStep[] = [];

  /** @param tell what was found, for people */
  async take<Found>(
    step: BundleStepName,
    find: () => Found | Promise<Found>,
    tell: (found: Found) => string,
  ): Promise<Found> {
    try {
      const found = await find();
      this.#steps.push({ step, result: 'PROVED', found: tell(found) });
      return found;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const { file } = error.facts;
      this.#steps.push({
        ...{ step, result: 'FAILED', code: error.code, found: error.message },
        ...(typeof file === 'string' && { file }),
      });
      throw new Ended();
    }
  }

  /** Plays the steps; those that one which failed kept from being taken are written down as such. */
  async play(steps: () => Promise<void>): Promise<readonly BundleStep[]> {
    try {
      await steps();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
    const names = Object.keys(BUNDLE_STEPS) as readonly BundleStepName[];
    const missing = names.slice(this.#steps.length);
    return [...this.#steps, ...missing.map((step) => ({ step, result: 'NOT_REACHED' as const }))];
  }
}
