import { byText, stateOf, type Decider, type Instant } from '#kernel';
import type { ParticipantCommand, ParticipantEvent } from './participant.messages.ts';
import type { Agency, LicenceAct, Participant, TrustedKey } from './participant.ts';

type Evolve = Decider<Participant, ParticipantCommand, ParticipantEvent>['evolve'];

/** How each event changes what is known of a state. */
export const evolve: Evolve = {
  StateAdmitted: (participant, { data: { state, root, kid, status, from } }) => ({
    ...participant,
    state,
    root: { kid, jwk: root },
    memberships: [{ status, from }],
  }),

  MembershipChanged: (participant, { data: { status, from } }) => ({
    ...participant,
    memberships: [...participant.memberships, { status, from }].sort((one, other) =>
      byText(one.from, other.from),
    ),
  }),

  AuthorityEndorsed: (participant, { data: { authority: id, name, roles, signsContracts } }) => ({
    ...participant,
    authorities: put(participant.authorities, id, {
      id,
      state: stateOf(id),
      name,
      roles,
      signsContracts,
    }),
  }),

  KeyEndorsed: (participant, { data, at }) => {
    const { statement: _, issuedAt: __, ...facts } = data;
    return {
      ...participant,
      keys: put(participant.keys, data.kid, {
        ...facts,
        state: stateOf(data.holder),
        endorsedAt: at,
        retiredAt: null,
        compromisedSince: null,
        disowned: false,
      }),
    };
  },

  KeyRetired: (participant, { data: { kid }, at }) =>
    changeKey(participant, kid, (key) => ({ ...key, retiredAt: at })),

  KeyCompromised: (participant, { data: { kid, since } }) =>
    disown(
      changeKey(participant, kid, (key) => ({ ...key, compromisedSince: since })),
      kid,
      since,
    ),

  AgencyLicensed: (participant, { data, at }) => {
    const { agency: id, name, licensor, number, destinations, validFrom, validUntil } = data;
    const known = participant.agencies.get(id);
    const taxId = data.taxId ?? known?.taxId ?? null;
    const acts = [acted('GRANTED', data, at)];
    const { feePolicy } = data;
    const licence = { number, licensor, destinations, validFrom, validUntil, feePolicy, acts };
    const licences = [...(known?.licences ?? []), licence];
    const agency: Agency = { id, state: stateOf(id), name, taxId, licences };
    return { ...participant, agencies: put(participant.agencies, id, agency) };
  },

  LicenceSuspended: (participant, { data, at }) =>
    act(participant, data, acted('SUSPENDED', data, at)),

  LicenceRestored: (participant, { data, at }) =>
    act(participant, data, acted('RESTORED', data, at)),

  LicenceRevoked: (participant, { data, at }) => act(participant, data, acted('REVOKED', data, at)),
};

const put = <Value>(map: ReadonlyMap<string, Value>, name: string, value: Value) =>
  new Map(map).set(name, value);

const acted = (
  act: LicenceAct['act'],
  { signer, issuedAt }: { readonly signer: string; readonly issuedAt: Instant },
  recordedAt: Instant,
): LicenceAct => ({ act, signer, issuedAt, recordedAt });

function changeKey(
  participant: Participant,
  kid: string,
  change: (key: TrustedKey) => TrustedKey,
): Participant {
  const key = participant.keys.get(kid);
  return key ? { ...participant, keys: put(participant.keys, kid, change(key)) } : participant;
}

function act(
  participant: Participant,
  { agency: id, number }: { readonly agency: string; readonly number: string },
  added: LicenceAct,
): Participant {
  const agency = participant.agencies.get(id);
  if (!agency) return participant;
  const licences = agency.licences.map((licence) =>
    licence.number === number ? { ...licence, acts: [...licence.acts, added] } : licence,
  );
  return { ...participant, agencies: put(participant.agencies, id, { ...agency, licences }) };
}

/** What a key signed after it had fallen into the wrong hands never counted: other keys, and acts on licences. */
function disown(participant: Participant, signer: string, since: Instant): Participant {
  const keys = [...participant.keys.values()].map((key) =>
    key.signer === signer && key.endorsedAt >= since ? { ...key, disowned: true } : key,
  );
  const agencies = [...participant.agencies.values()].map((agency) => ({
    ...agency,
    licences: agency.licences.map((licence) => ({
      ...licence,
      acts: licence.acts.filter((one) => one.signer !== signer || one.recordedAt < since),
    })),
  }));
  return {
    ...participant,
    keys: new Map(keys.map((key) => [key.kid, key])),
    agencies: new Map(agencies.map((agency) => [agency.id, agency])),
  };
}
