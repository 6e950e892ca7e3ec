import type { Decider } from '#kernel';
import type { EvidenceCommand, EvidenceEvent, RecordReference } from './certificate.messages.ts';
import { enters } from './entry.ts';

/** A foreign document as evidence, or undefined until it is received. */
export type Evidence = RecordReference | undefined;

/** Evidence supports an assessment and confirms nobody: it is received once, and has no outcome and no status. */
export const evidence: Decider<Evidence, EvidenceCommand, EvidenceEvent> = {
  initial: undefined,

  decide: {
    ReceiveEvidence: ({ data, at, by }, state) =>
      enters(data, by, state)
        ? [{ type: 'EvidenceReceived', data: data.record, at, by, ...data.routing }]
        : [],
  },

  evolve: {
    EvidenceReceived: (_, { data: { issuer, id, digest } }) => ({ issuer, id, digest }),
  },
};
