import { stateOf, TrustError, type Decider } from '#kernel';
import type { SubjectCommand, SubjectEvent } from './exchange.messages.ts';

/** Whether a worker, as one controller state knows them, was erased. */
export type Subject = { readonly erased: boolean };

/** Erasure is for the state that controls the worker's records, and it is final. */
export const subject: Decider<Subject, SubjectCommand, SubjectEvent> = {
  initial: { erased: false },

  decide: {
    EraseSubject({ data: { to, ...data }, at, by }, { erased }) {
      if (stateOf(by) !== data.controller)
        throw new TrustError('TRUST_NOT_ALLOWED', `${by} does not belong to the controller`, {
          facts: { controller: data.controller },
        });
      return erased ? [] : [{ type: 'SubjectErased', data, at, by, to }];
    },
  },

  evolve: { SubjectErased: () => ({ erased: true }) },
};
