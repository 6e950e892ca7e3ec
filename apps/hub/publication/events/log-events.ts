import type { CheckpointSigned } from '#transparency';
import type { Described } from './event-schema.ts';

export const LOG_EVENTS: Described<CheckpointSigned> = {
  CheckpointSigned: {
    meaning: 'The log signed the size and the root of its tree; published once it stands here.',
    stream: '^notary-[a-z0-9.:-]{1,253}$',
    data: {
      checkpoint: {
        type: 'string',
        maxLength: 1_024,
        description: 'A signed note (C2SP tlog-checkpoint) with the signature of the log alone.',
      },
    },
  },
};
