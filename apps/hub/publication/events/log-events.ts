import type { LogEvent } from '#transparency';
import type { Described } from './event-schema.ts';

const stream = '^notary-[a-z0-9.:/-]{1,253}$';

export const LOG_EVENTS: Described<LogEvent> = {
  CheckpointSigned: {
    meaning: 'The log signed the size and the root of its tree.',
    stream,
    data: {
      checkpoint: {
        type: 'string',
        maxLength: 1_024,
        description: 'A signed note (C2SP tlog-checkpoint) with the signature of the log alone.',
      },
    },
  },
  CheckpointWitnessed: {
    meaning: 'A quorum of witnesses saw the tree grow up to a checkpoint; published since then.',
    stream,
    data: {
      checkpoint: {
        type: 'string',
        maxLength: 65_536,
        description: 'The same note with the cosignatures of witnesses (C2SP tlog-cosignature).',
      },
    },
  },
};
