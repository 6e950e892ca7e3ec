import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { transition } from '#client';
import type { Instant } from '#kernel';
import {
  CAPACITIES,
  CASE_STEPS,
  CHECKLIST_ITEMS,
  nameOf,
  type Actor,
  type Capacity,
  type CaseStep,
  type ChecklistItem,
  type DemandReference,
  type Step,
} from '#recruitment';
import { sha256 } from '#signing';
import { UsageError } from '../../shell/failure.ts';
import { showReceipt } from '../../shell/receipt.ts';
import { DIGEST, type Digest } from '../../shell/record.ts';
import type { Session } from '../../shell/session.ts';
import { demandName, instant, participant, recordId } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { besideOf, type BesideOptions } from './beside.ts';
import { caseReference } from './reference.ts';

type Options = Digest &
  BesideOptions & {
    readonly step: CaseStep;
    readonly actor: Capacity;
    readonly agency?: string;
    readonly attestedBy?: Capacity;
    readonly act?: string;
    readonly occurredAt?: Instant;
    readonly item?: ChecklistItem;
    readonly reason?: string;
    readonly demand?: DemandReference;
    readonly contract?: string;
    readonly contractLanguage: string;
    readonly feeFree?: boolean;
    readonly hold?: string;
    readonly holdUntil?: Instant;
    readonly legalBasis?: string;
    readonly appeal?: string;
  };

/** The registration opens a case, and one step is the hub's own. */
const STEPS = CASE_STEPS.filter((one) => one !== 'WorkerRegistered' && one !== 'PermitNotRequired');
const PARTIES = Object.keys(CAPACITIES).filter((one) => one !== 'HUB');

export const move: Verb = (parent, act) => {
  parent
    .command('move')
    .description('say what happened to a worker, and so move the case on')
    .argument('<issuer>', 'the labour ministry that opened the case', participant)
    .argument('<id>', 'of its record', recordId)
    .addOption(new Option('--step <step>', 'what happened').choices(STEPS).makeOptionMandatory())
    .addOption(
      new Option('--actor <capacity>', 'who did it').choices(PARTIES).makeOptionMandatory(),
    )
    .addOption(
      new Option('--attested-by <capacity>', 'as what you sign, for who has no key').choices(
        PARTIES,
      ),
    )
    .option('--act <file>', 'the act of that party that you keep; only its digest is sent')
    .option('--agency <agency>', 'which one, where you sign for an agency', participant)
    .option('--occurred-at <instant>', 'when it happened; default now', instant)
    .addOption(new Option('--item <item>', 'of the checklist').choices(CHECKLIST_ITEMS))
    .option('--reason <code>', 'docs/recruitment.md lists them')
    .option('--demand <demand>', 'its name, like RU.MOL-<uuid>', demandName)
    .option('--contract <file>', 'the contract of employment; only its digest is sent')
    .option('--contract-language <code>', 'ISO 639-1', 'ru')
    .option('--fee-free', 'the worker was charged no fee and no cost')
    .option('--receipt <file>', 'for MEDICAL: the answer that verify --json gave')
    .option('--permit <file>', 'JSON {type, number, region?, validFrom, validUntil}; sealed here')
    .option('--hold <uuid>', 'which hold; drawn and shown when one is placed', recordId)
    .option('--hold-until <instant>', 'when it ends by itself', instant)
    .option('--legal-basis <text>', 'of the hold')
    .option('--appeal <text>', 'where the worker may appeal against it')
    .option(...DIGEST)
    .addHelpText('after', examples(...EXAMPLES) + NOTE)
    .action(act(run));
};

const EXAMPLES = [
  'eurasec case move KG.MOL <id> --as KG.AGENCY1 --step Shortlisted --actor AGENCY_ORIGIN --demand RU.MOL-<uuid> --digest <digest>',
  'eurasec case move KG.MOL <id> --as KG.MOL --step ChecklistItemDone --item TRAINING --actor TRAINING_CENTRE --attested-by EMPLOYMENT_SERVICE --act diploma.pdf',
  'eurasec case move KG.MOL <id> --as KG.MOL --step ChecklistItemDone --item MEDICAL --actor EMPLOYMENT_SERVICE --receipt answer.json',
  'eurasec case move TJ.MOL <id> --as RU.MIA --step PermitGranted --actor MIGRATION_DESTINATION --permit patent.json',
];

const NOTE =
  '\nWhich step may follow, by whom, and what it says: docs/recruitment.md. Agencies are not told the digest of a\nrecord: it is in the outcome of case open. After a break, case show says where the case stands.\n';

async function run(session: Session, issuer: string, id: string, options: Options): Promise<void> {
  const hub = await session.hub();
  const record = await caseReference(hub, issuer, id, options.digest);
  const at = session.now();
  const beside = await besideOf(session, options);
  const said: Step = {
    step: options.step,
    actor: await actorOf(options),
    occurredAt: options.occurredAt ?? at,
    ...(options.item && { item: options.item }),
    ...(options.reason !== undefined && { reason: options.reason }),
    ...(options.demand && { demand: nameOf(options.demand) }),
    ...(options.contract !== undefined && {
      contract: await contractOf(options.contract, options),
    }),
    ...holdOf(options),
    ...(beside.receipt !== undefined && { receipt: sha256(beside.receipt) }),
    ...(beside.sealed && { permit: { type: beside.sealed.type, digest: beside.sealed.digest } }),
  };
  const statement = transition(await session.key('statement'), at, { record, ...said });
  const permit = beside.sealed?.disclosure;
  const stored = await hub.moveCase(record, {
    statement,
    ...(beside.receipt !== undefined && { receipt: beside.receipt }),
    ...(permit !== undefined && { permit }),
  });
  const hold = options.step === 'HoldPlaced' ? said.hold?.id : undefined;
  await showReceipt(session, stored, { ...(hold && { hold }), ...(permit && { permit }) });
}

async function actorOf({ actor, agency, attestedBy, act }: Options): Promise<Actor> {
  if ((attestedBy === undefined) !== (act === undefined))
    throw new UsageError(
      'Who signs for another says as what, and keeps an act: --attested-by and --act.',
    );
  return {
    capacity: actor,
    ...(agency !== undefined && { agency }),
    ...(attestedBy && {
      attestation: { capacity: attestedBy, act: sha256(await readFile(act!)) },
    }),
  };
}

const contractOf = async (file: string, { contractLanguage, feeFree }: Options) => ({
  hash: sha256(await readFile(file)),
  language: contractLanguage,
  noFee: feeFree === true,
});

function holdOf({ step, hold, holdUntil, legalBasis, appeal }: Options): Pick<Step, 'hold'> {
  const id = hold ?? (step === 'HoldPlaced' ? randomUUID() : undefined);
  if (id === undefined) return {};
  return {
    hold: {
      id,
      ...(holdUntil !== undefined && { until: holdUntil }),
      ...(legalBasis !== undefined && { legalBasis }),
      ...(appeal !== undefined && { appeal }),
    },
  };
}
