import { actOf, hasCome, later, latestOf, type Decider } from '#kernel';
import {
  checkFollows,
  checkInEffect,
  checkMargin,
  checkNotEnded,
  checkNotTerminated,
  checkParty,
  invalid,
  named,
  outOfState,
  unknownVersion,
} from './contract-checks.ts';
import { checkTerms } from './contract-terms.ts';
import type { Contract, Version } from './contract.ts';
import type { ContractCommand, ContractEvent } from './contract.messages.ts';

/** One contract between states, from its first proposal to its end. */
export const contract: Decider<Contract, ContractCommand, ContractEvent> = {
  initial: { drafts: [], versions: [], terminatedFrom: undefined, acts: [] },

  decide: {
    ProposeContract({ data: { document, hash, party }, at, by }, state) {
      if ([...state.drafts, ...state.versions].some((known) => known.hash === hash)) return [];
      checkTerms(document);
      checkParty(document, party, by);
      checkNotTerminated(state);
      checkFollows(document, state);
      if (document.validUntil <= at)
        throw invalid('a contract is proposed before it ends', '/validUntil');
      const { id, version } = document;
      const data = { contract: id, version, hash, document };
      return [{ type: 'ContractProposed', data, at, by }];
    },

    SignContract({ data: { hash, party, signature, marginSeconds }, at, by }, state) {
      const draft = [...state.drafts, ...state.versions].find((known) => known.hash === hash);
      if (!draft) throw unknownVersion(state);
      const { document, signatures } = draft;
      checkParty(document, party, by);
      if (signatures.some((known) => known.party === party)) return [];
      checkNotTerminated(state);
      const effectiveFrom = latestOf(document.validFrom, later(at, marginSeconds));
      if (document.validUntil <= effectiveFrom) throw outOfState('the draft has run out');
      const reference = { contract: document.id, version: document.version, hash };
      const signed = { ...reference, party, signature };
      const activated = { ...reference, effectiveFrom };
      const isLast = signatures.length + 1 === document.parties.length;
      return [
        { type: 'ContractSigned', data: signed, at, by },
        ...(isLast ? [{ type: 'ContractActivated' as const, data: activated, at, by }] : []),
      ];
    },

    SuspendContract({ data, at, by }, state) {
      const { effectiveFrom, effectiveUntil, statement } = data;
      const version = named(state, data.version, data.hash);
      checkParty(version.document, data.party, by);
      if (state.acts.includes(actOf(statement))) return [];
      checkMargin(effectiveFrom, at, data.marginSeconds);
      if (hasCome(effectiveUntil, effectiveFrom))
        throw invalid('a suspension ends after it begins', '/effectiveUntil');
      checkNotEnded(state, version, effectiveFrom);
      checkInEffect(state, version, effectiveFrom);
      const until = effectiveUntil === undefined ? {} : { effectiveUntil };
      const reference = { contract: version.document.id, version: data.version };
      const suspended = { ...reference, effectiveFrom, ...until, statement };
      return [{ type: 'ContractSuspended', data: suspended, at, by }];
    },

    TerminateContract({ data, at, by }, state) {
      const { effectiveFrom, statement } = data;
      const version = named(state, data.version, data.hash);
      checkParty(version.document, data.party, by);
      if (state.acts.includes(actOf(statement))) return [];
      checkMargin(effectiveFrom, at, data.marginSeconds);
      checkNotEnded(state, version, effectiveFrom);
      if (version !== state.versions.at(-1)) throw unknownVersion(state);
      const reference = { contract: version.document.id, version: data.version };
      const terminated = { ...reference, effectiveFrom, statement };
      return [{ type: 'ContractTerminated', data: terminated, at, by }];
    },

    CompleteBackfill({ data: { version, shared, skipped }, at, by }, state) {
      const known = state.versions.find(({ document }) => document.version === version);
      if (!known) throw unknownVersion(state);
      if (known.backfilled) return [];
      if (!known.document.includeValid || at < known.effectiveFrom)
        throw outOfState('this version has nothing to share now');
      const data = { contract: known.document.id, version, shared, skipped };
      return [{ type: 'ContractBackfilled', data, at, by }];
    },
  },

  evolve: {
    ContractProposed: (state, { data: { hash, document } }) => ({
      ...state,
      drafts: [...state.drafts, { hash, document, signatures: [] }],
    }),
    ContractSigned: (state, { data: { hash, party, signature } }) => ({
      ...state,
      drafts: state.drafts.map((draft) =>
        draft.hash === hash
          ? { ...draft, signatures: [...draft.signatures, { party, ...signature }] }
          : draft,
      ),
    }),
    ContractActivated: (state, { data: { hash, effectiveFrom } }) => ({
      ...state,
      drafts: [],
      versions: [
        ...state.versions,
        ...state.drafts
          .filter((draft) => draft.hash === hash)
          .map((draft) => ({ ...draft, effectiveFrom, suspensions: [], backfilled: false })),
      ],
    }),
    ContractSuspended: (
      state,
      { data: { version, effectiveFrom, effectiveUntil, statement } },
    ) => ({
      ...state,
      versions: changed(state, version, ({ suspensions }) => ({
        suspensions: [...suspensions, { from: effectiveFrom, until: effectiveUntil }],
      })),
      acts: [...state.acts, actOf(statement)],
    }),
    ContractTerminated: (state, { data: { effectiveFrom, statement } }) => ({
      ...state,
      terminatedFrom: effectiveFrom,
      acts: [...state.acts, actOf(statement)],
    }),
    ContractBackfilled: (state, { data: { version } }) => ({
      ...state,
      versions: changed(state, version, () => ({ backfilled: true })),
    }),
  },
};

const changed = (
  { versions }: Contract,
  number: number,
  change: (version: Version) => Partial<Version>,
): readonly Version[] =>
  versions.map((version) =>
    version.document.version === number ? { ...version, ...change(version) } : version,
  );
