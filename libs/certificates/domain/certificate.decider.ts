import {
  actOf,
  joinRouting,
  newcomers,
  RuleBroken,
  type Decider,
  type Instant,
  type Routing,
} from '#kernel';
import {
  checkAccepting,
  checkConcerned,
  checkContract,
  checkDeadline,
  checkIssuer,
  checkKnown,
  checkNotAhead,
  checkNotEnded,
  checkStated,
} from './certificate-checks.ts';
import { absent, type Certificate } from './certificate.ts';
import type {
  CertificateCommand,
  CertificateEvent,
  RecordReference,
  ReviewReason,
} from './certificate.messages.ts';
import { enters } from './entry.ts';

/** One medical certificate, from its issue to its end. What was told to some is told to all it went to. */
export const certificate: Decider<Certificate, CertificateCommand, CertificateEvent> = {
  initial: absent,

  decide: {
    IssueCertificate: ({ data, at, by }, state) =>
      enters(data, by, state.record)
        ? [{ type: 'CertificateIssued', data: data.record, at, by, ...data.routing }]
        : [],

    ShareCertificate({ data: { record, routing }, at, by }, state) {
      checkKnown(state, record);
      checkNotEnded(state);
      checkContract(routing);
      const { under, to } = newcomers(routing, state);
      if (under.length === 0) return [];
      const shared = { at, by, under, to };
      // They joined while a review or a suspension was open: they learn of it like everybody before them.
      const retold = [...state.reviews, ...state.suspensions].map((open) => ({
        ...open,
        ...shared,
      }));
      return [
        { type: 'CertificateShared', data: record, ...shared },
        ...(to.length > 0 ? retold : []),
      ];
    },

    SupersedeCertificate({ data, at, by }, state) {
      checkKnown(state, data.record);
      checkIssuer(data.record, by);
      if (state.successor) {
        const { id, digest } = state.successor;
        if (id === data.by.id && digest === data.by.digest) return [];
        throw new RuleBroken('RULE_ALREADY_SUPERSEDED', `${id} succeeded it`, {
          facts: { successor: id },
        });
      }
      checkNotEnded(state);
      if (state.reviews.length > 0) throw reviewOpen();
      if (data.by.id === data.record.id)
        throw new RuleBroken('RULE_RECORD_ID_REUSED', 'a record succeeds itself');
      const superseded = { ...data.record, by: data.by, corrected: data.corrected };
      return [{ type: 'CertificateSuperseded', data: superseded, ...toAll(state, at, by) }];
    },

    RevokeCertificate({ at, by, data: { record, effectiveFrom = at, ...rest } }, state) {
      checkKnown(state, record);
      checkIssuer(record, by);
      if (isDone(state, rest.statement)) return [];
      checkNotEnded(state);
      checkNotAhead(effectiveFrom, at);
      const revoked = { ...record, ...rest, effectiveFrom };
      return [{ type: 'CertificateRevoked', data: revoked, ...toAll(state, at, by) }];
    },

    OpenReview({ data: { record, ...review }, at, by }, state) {
      checkKnown(state, record);
      checkStated(review.reason, review.statement);
      if (review.statement === undefined) {
        if (isSettled(state, review.reason)) return [];
      } else {
        checkConcerned(state, record, by);
        if (isDone(state, review.statement)) return [];
        checkNotEnded(state);
        if (state.reviews.length > 0) throw reviewOpen();
      }
      checkDeadline(review.deadline, at);
      const opened = { ...record, ...review };
      return [{ type: 'ReviewOpened', data: opened, ...toAll(state, at, by) }];
    },

    CloseReview({ at, by, data: { record, outcome, effectiveFrom = at, statement } }, state) {
      checkKnown(state, record);
      checkIssuer(record, by);
      if (isDone(state, statement)) return [];
      checkNotEnded(state);
      if (state.reviews.length === 0)
        throw new RuleBroken('RULE_NO_REVIEW_OPEN', 'there is no review to close');
      if (outcome === 'REVOKED') checkNotAhead(effectiveFrom, at);
      const effect = outcome === 'REVOKED' ? { effectiveFrom } : {};
      const closed = { ...record, outcome, ...effect, statement };
      return [{ type: 'ReviewClosed', data: closed, ...toAll(state, at, by) }];
    },

    SuspendRecognition({ data: { record, ...rest }, at, by }, state) {
      checkKnown(state, record);
      checkAccepting(state, rest.state, by);
      if (isDone(state, rest.statement) || isRecognitionSuspended(state, rest.state)) return [];
      checkNotEnded(state);
      const data = { ...record, ...rest };
      return [{ type: 'RecognitionSuspended', data, ...toAll(state, at, by) }];
    },

    RestoreRecognition({ data: { record, ...rest }, at, by }, state) {
      checkKnown(state, record);
      checkAccepting(state, rest.state, by);
      if (isDone(state, rest.statement) || !isRecognitionSuspended(state, rest.state)) return [];
      checkNotEnded(state);
      const data = { ...record, ...rest };
      return [{ type: 'RecognitionRestored', data, ...toAll(state, at, by) }];
    },
  },

  evolve: {
    CertificateIssued: (state, event) => ({
      ...joined(state, event),
      record: referenceTo(event.data),
    }),
    CertificateShared: joined,
    CertificateSuperseded: (state, { data }) => ({ ...state, successor: data.by }),
    CertificateRevoked: (state, { data }) => ({ ...done(state, data.statement), revoked: true }),
    ReviewOpened: (state, event) => ({
      ...done(state, event.data.statement),
      reviews: state.reviews.some(({ data }) => data.reason === event.data.reason)
        ? state.reviews
        : [...state.reviews, event],
    }),
    ReviewClosed: (state, { data: { outcome, statement } }) => ({
      ...done(state, statement),
      revoked: outcome === 'REVOKED',
      reviews: [],
      keyUpheld:
        state.keyUpheld ||
        (outcome === 'UPHELD' &&
          state.reviews.some(({ data }) => data.reason === 'KEY_COMPROMISED')),
    }),
    RecognitionSuspended: (state, event) => ({
      ...done(state, event.data.statement),
      suspensions: isRecognitionSuspended(state, event.data.state)
        ? state.suspensions
        : [...state.suspensions, event],
    }),
    RecognitionRestored: (state, { data: { state: restored, statement } }) => ({
      ...done(state, statement),
      suspensions: state.suspensions.filter(({ data }) => data.state !== restored),
    }),
  },
};

/** Lifecycle follows the record: it goes to everybody the record went to, whatever became of contracts (architecture §8). */
const toAll = ({ under, to }: Certificate, at: Instant, by: string) => ({ at, by, under, to });

const isDone = ({ acts }: Certificate, statement: string): boolean =>
  acts.includes(actOf(statement));

const done = (state: Certificate, statement: string | undefined): Certificate =>
  statement === undefined ? state : { ...state, acts: [...state.acts, actOf(statement)] };

/** What the hub would derive is known already, was answered by the issuer, or no longer matters. */
const isSettled = (state: Certificate, reason: ReviewReason): boolean =>
  state.revoked ||
  state.successor !== undefined ||
  state.reviews.some(({ data }) => data.reason === reason) ||
  (reason === 'KEY_COMPROMISED' && state.keyUpheld);

const isRecognitionSuspended = ({ suspensions }: Certificate, accepting: string): boolean =>
  suspensions.some(({ data }) => data.state === accepting);

function joined(state: Certificate, routing: Partial<Routing>): Certificate {
  return { ...state, ...joinRouting(state, routing) };
}

const referenceTo = ({ issuer, id, digest }: RecordReference): RecordReference => ({
  issuer,
  id,
  digest,
});

const reviewOpen = () => new RuleBroken('RULE_REVIEW_OPEN', 'a review of the record is open');
