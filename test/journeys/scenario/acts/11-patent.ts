import { randomUUID } from 'node:crypto';
import { registerDemand } from '#client';
import {
  hashOf,
  medicalCertificateContract,
  signContract,
  type ContractDocument,
} from '#contracts';
import { sealDetails } from '#credentials';
import { dayOf, later } from '#kernel';
import { nameOf } from '#recruitment';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import {
  attested,
  bricklayers,
  move,
  openCase,
  own,
  recruitmentBetween,
  standingOf,
} from '../recruitment.ts';
import type { Story } from '../story.ts';
import { languageTest, preparations, walkAll, workersSignature } from '../way.ts';
import { select } from './09-demand.ts';

const SERVICE = 'TJ.MOL';
const WORKER = 'worker of TJ';

/** From Tajikistan a patent is needed; the ministry's own service sends the worker, and no agency stands between. */
export async function patent(story: Story, cast: Cast): Promise<void> {
  story.act('Recruitment: a patent');
  await story.step('TJ and RU', 'sign contracts, medical and on recruitment', 'IN_FORCE', () =>
    agree(cast),
  );
  const asked = bricklayers(randomUUID(), 'TJ', 1);
  await story.step(
    'RU.MOL',
    'registers a demand for 1 from Tajikistan',
    'OPEN, 1 free',
    async () => {
      const statement = registerDemand(await cast.key('RU.MOL', 'statement'), cast.now(), {
        demand: asked,
      });
      await (await cast.client('RU.MOL')).registerDemand(statement);
      return standingOf(cast, asked);
    },
  );
  await story.step(SERVICE, 'registers a worker itself, shortlists, has selected', 'SELECTED', () =>
    register(cast, nameOf(asked)),
  );
  await story.step(SERVICE, 'goes through the checklist, with a language test', 'CLEARED', () =>
    walkAll(cast, cast.candidate(WORKER), [languageTest(SERVICE), ...PREPARED]),
  );
  await story.step(SERVICE, 'attests the signature: here the case waits', 'CONTRACTED', () =>
    walkAll(cast, cast.candidate(WORKER), [SIGNED]),
  );
  await permit(story, cast);
}

const PREPARED = preparations(SERVICE, 'EMPLOYMENT_SERVICE', SERVICE);
const SIGNED = workersSignature(SERVICE, 'EMPLOYMENT_SERVICE', { what: '', to: 'CONTRACTED' });

async function permit(story: Story, cast: Cast): Promise<void> {
  const worker = cast.candidate(WORKER);
  const departs = () =>
    move(cast, SERVICE, worker, { step: 'Departed', actor: own('EMPLOYMENT_SERVICE') });
  await story.step(SERVICE, 'reports a departure without one', 'RULE_TRANSITION_ILLEGAL', departs);
  await story.step('RU.AGENCY1', 'applies for a patent, for the employer', 'PERMIT_PENDING', () =>
    move(cast, 'RU.AGENCY1', worker, {
      ...{ step: 'PermitApplied', actor: attested('EMPLOYER', 'AGENCY_DESTINATION') },
    }),
  );
  const { disclosure, digest } = sealDetails('permit', patentOf(cast));
  await story.step('RU.MIA', 'grants it, number and region sealed', 'PERMITTED', () =>
    move(
      cast,
      'RU.MIA',
      worker,
      {
        ...{ step: 'PermitGranted', actor: own('MIGRATION_DESTINATION') },
        permit: { type: 'PATENT', digest },
      },
      { permit: disclosure },
    ),
  );
  cast.secrets.push(PATENT_NUMBER, disclosure);
  await story.step("RU.MIA's system", 'has the digest of it', 'the digest', async () => {
    const granted = () =>
      cast.documents('RU.MIA', worker).find(({ facts }) => facts?.['step'] === 'PermitGranted');
    await until(() => granted() !== undefined);
    return JSON.stringify(granted()).includes(digest) ? 'the digest' : 'something else';
  });
  await story.step(SERVICE, 'reports the departure with it', 'DEPARTED', departs);
}

const PATENT_NUMBER = '77-0000000001';

function patentOf(cast: Cast) {
  const validFrom = dayOf(cast.now());
  const validUntil = dayOf(later(cast.now(), 180 * 86_400));
  return { type: 'PATENT', number: PATENT_NUMBER, region: 'RU-MOW', validFrom, validUntil };
}

async function register(cast: Cast, demand: string): Promise<string> {
  const certificate = await cast.push(WORKER, 110, {
    issuer: 'TJ.MOH',
    outcomes: { 'RU/AGREEMENT-TJ/1': 'FIT' },
    claims: { subject: SUBJECT },
  });
  const registrar = { by: SERVICE, capacity: 'EMPLOYMENT_SERVICE' } as const;
  cast.candidates.set(WORKER, await openCase(cast, certificate, registrar));
  await move(cast, SERVICE, cast.candidate(WORKER), {
    ...{ step: 'Shortlisted', demand, actor: own('EMPLOYMENT_SERVICE') },
  });
  return select(cast, WORKER);
}

const SUBJECT = {
  familyName: 'Намунаев',
  givenName: 'Озмун',
  familyNameLatin: 'NAMUNAEV',
  givenNameLatin: 'OZMUN',
  birthDate: '1999-12-30',
  sex: 'M',
  citizenship: 'TJ',
  documents: [{ kind: 'PASSPORT', country: 'TJ', number: '400000002' }],
} as const;

/** Both states sign both contracts; seen is how the later one stands. */
async function agree(cast: Cast): Promise<string> {
  const medical = medicalCertificateContract({
    id: 'medical-tj-ru',
    parties: ['TJ', 'RU'].map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: later(cast.now(), -60),
    validUntil: later(cast.now(), 365 * 86_400),
  });
  const documents = [medical, recruitmentBetween(cast, 'TJ', 'RU')];
  for (const document of documents) await sign(cast, document);
  const hub = await cast.client('TJ.MOH');
  const standings = () =>
    Promise.all(documents.map(async ({ id }) => (await hub.contract(id)).standing));
  await until(async () => (await standings()).every((one) => one === 'IN_FORCE'));
  return [...new Set(await standings())].join();
}

async function sign(cast: Cast, document: ContractDocument): Promise<void> {
  await (await cast.client('TJ.MOH')).proposeContract(document);
  for (const state of document.parties) {
    const signature = signContract(document, await cast.key(`${state}.MOH`, 'statement'));
    await (
      await cast.client(`${state}.MOH`)
    ).signContract(document.id, hashOf(document), signature);
  }
}
