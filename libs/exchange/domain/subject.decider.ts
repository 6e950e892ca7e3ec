import { joinRecipients, stateOf, TrustError, type Decider, type Recipient } from '#kernel';
import type { SubjectCommand, SubjectEvent } from './exchange.messages.ts';

type Name = SubjectEvent['data']['records'][number];

/** The records of a worker that were erased, as one controller state knows the worker, and who was told. */
export type Subject = { readonly records: readonly Name[]; readonly to: readonly Recipient[] };

/**
 * Erasure is for the state that controls the worker's records, and it is final. It is said again, whole, where a record
 * or a recipient was on its way when it was said.
 */
export const subject: Decider<Subject, SubjectCommand, SubjectEvent> = {
  initial: { records: [], to: [] },

  decide: {
    EraseSubject({ data: { to, ...data }, at, by }, told) {
      if (stateOf(by) !== data.controller)
        throw new TrustError('TRUST_NOT_ALLOWED', `${by} does not belong to the controller`, {
          facts: { controller: data.controller },
        });
      const isSaid =
        data.records.every((one) => told.records.some((known) => isSame(known, one))) &&
        to.every(({ authority }) => told.to.some((known) => known.authority === authority));
      return isSaid ? [] : [{ type: 'SubjectErased', data, at, by, to }];
    },
  },

  evolve: {
    SubjectErased: (told, { data, to = [] }) => ({
      records: [...told.records, ...data.records],
      to: joinRecipients(told.to, to),
    }),
  },
};

const isSame = (one: Name, other: Name): boolean =>
  one.issuer === other.issuer && one.id === other.id;
