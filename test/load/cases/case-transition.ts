import { checkCase, issueCase, registerDemand, transition, type IssuedCase } from '#client';
import { dayOf } from '#kernel';
import { sampleDemand } from '#testing';
import { BenchedHub } from '../benched-hub.ts';
import { figureOf, type Group, type Round } from '../case.ts';
import { ECHO_FLOOR, EchoFloor } from '../floors/echo-floor.ts';
import { grow } from '../grow.ts';
import { load } from '../load.ts';
import { concludeRecruitment } from '../prepare-hub.ts';
import { replay } from './replay.ts';

const ROUNDS = 3;
const CONNECTIONS = 32;
/** Cases of a round, each moved on once. */
const CASES = 2_000;
const REPLAYED = 100_000;

/**
 * Workers' cases. Each is shortlisted by its agency's signed statement, which is judged by all that its rules ask; then an
 * auditor reads a hundred thousand of them.
 */
export const caseTransition: Group = {
  cases: ['case.transition.c32', 'replay.cases'],

  async measure(bench) {
    const { folder, progress, wanted } = bench;
    const hub = await BenchedHub.start(folder);
    const floor = await EchoFloor.start();
    try {
      await concludeRecruitment(hub);
      const demand = await registered(hub);
      const rounds: Round[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        progress(`case.transition.c32: opening ${CASES} cases`);
        const cases = await opened(hub, folder, (round - 1) * CASES);
        progress(`case.transition.c32: round ${round} of ${ROUNDS}`);
        const requests = cases.map((one) => shortlisting(hub, one, demand));
        rounds.push({
          floor: await floor.measure(folder, CONNECTIONS),
          measured: await load(folder, requests, {
            port: hub.port,
            connections: CONNECTIONS,
            warmUp: CASES / 5,
          }),
        });
        hub.assertStored(round * CASES, 'CaseTransitioned');
      }
      const about = {
        name: 'case.transition.c32',
        unit: 'transitions/s',
        floor: ECHO_FLOOR,
      } as const;
      const moved = figureOf(about, rounds);
      if (!wanted.has('replay.cases')) return [moved];
      await hub.close();
      progress(`replay.cases: growing it to ${REPLAYED} cases`);
      const events = await grow(hub.eventsFile, 'case', REPLAYED);
      await hub.open();
      return [moved, await replay('replay.cases', hub, events, bench)];
    } finally {
      await floor.close();
      await hub.close();
    }
  },
};

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

/** Cases that the hub has, of workers who differ in their passports. */
async function opened(hub: BenchedHub, folder: string, from: number): Promise<IssuedCase[]> {
  const at = new Date().toISOString();
  const [key, statementKey] = [hub.key('KG.MOL', 'record'), hub.key('KG.AGENCY1', 'statement')];
  const cases: IssuedCase[] = [];
  const requests: Buffer[] = [];
  for (let n = from; n < from + CASES; n++) {
    const issued = await issueCase(checkCase(draftOf(n, at), 'KG.MOL', at), { key, at });
    const statement = transition(statementKey, at, {
      ...{ record: issued.reference, step: 'WorkerRegistered', occurredAt: at },
      actor: { capacity: 'AGENCY_ORIGIN' },
    });
    cases.push(issued);
    requests.push(
      hub.request('/v1/recruitment-cases', 'KG.MOL', json({ record: issued.record, statement })),
    );
  }
  await load(folder, requests, { port: hub.port, connections: CONNECTIONS, warmUp: 0 });
  return cases;
}

function shortlisting(hub: BenchedHub, { reference }: IssuedCase, demand: string): Buffer {
  const at = new Date().toISOString();
  const statement = transition(hub.key('KG.AGENCY1', 'statement'), at, {
    ...{ record: reference, step: 'Shortlisted', occurredAt: at, demand },
    actor: { capacity: 'AGENCY_ORIGIN' },
  });
  const path = `/v1/recruitment-cases/${reference.issuer}/${reference.id}/transitions`;
  return hub.request(path, 'KG.AGENCY1', json({ statement }));
}

const draftOf = (n: number, at: string) => ({
  number: `KG-${n}`,
  subject: {
    ...{ familyName: 'Примеров', givenName: 'Номер', familyNameLatin: 'PRIMEROV' },
    ...{ givenNameLatin: 'NOMER', birthDate: '1999-12-31', sex: 'M', citizenship: 'KG' },
    documents: [
      {
        ...{ kind: 'PASSPORT', country: 'KG', number: `AC${1_000_000 + n}` },
        ...{ issuedOn: '2023-03-01', expiresOn: '2033-02-28' },
      },
    ],
  },
  ...{ destination: 'RU', occupations: ['7112'], languages: ['ky', 'ru'] },
  registeredOn: dayOf(at),
  consent: {
    ...{ id: `CONSENT-${n}`, purposes: ['ORGANISED_RECRUITMENT'] },
    ...{ givenOn: dayOf(at), language: 'ky' },
  },
});

/** An open demand, by its name. */
async function registered(hub: BenchedHub): Promise<string> {
  const demand = sampleDemand();
  const statement = registerDemand(hub.key('RU.MOL', 'statement'), new Date().toISOString(), {
    demand,
  });
  await hub.client('RU.MOL').registerDemand(statement);
  return `${demand.authority}-${demand.id}`;
}
