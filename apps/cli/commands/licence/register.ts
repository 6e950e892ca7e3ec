import { Option } from 'commander';
import { provedRegister, type AgencyRegister } from '#client';
import type { Instant } from '#kernel';
import { LICENCE_STATUSES, type LicenceStatus } from '#participants';
import type { Session } from '../../shell/session.ts';
import { table } from '../../shell/table.ts';
import { instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = {
  readonly state?: string;
  readonly destination?: string;
  readonly status?: LicenceStatus;
  readonly validAt?: Instant;
  readonly prove?: boolean;
};

export const showRegister: Verb = (parent, act) => {
  parent
    .command('register')
    .description('the public register of agencies, to be read or pinned to a wall; needs no key')
    .option('--state <state>', 'only agencies of this state')
    .option('--destination <state>', 'only licences for this state')
    .addOption(new Option('--status <status>', 'only licences that are').choices(LICENCE_STATUSES))
    .option('--valid-at <instant>', 'in effect then', instant)
    .option('--prove', 'made here, from statements that are verified from the founding document on')
    .addHelpText(
      'after',
      examples(
        'eurasec licence register --destination RU --status ACTIVE',
        'eurasec licence register --state KG --prove --genesis-hash <hash>',
      ),
    )
    .action(act(run));
};

async function run(session: Session, { prove, ...filter }: Options): Promise<void> {
  const hub = session.publicHub();
  const register = prove
    ? await provedRegister(hub, await session.genesis(), { validAt: session.now(), ...filter })
    : await hub.agencies(filter);
  session.show(register, () => told(register));
}

function told({ validAt, agencies }: AgencyRegister): string {
  const rows = agencies.flatMap(({ id, name, taxId, licences }) =>
    licences.map((licence) => [
      id,
      taxId ?? '',
      licence.number,
      licence.issuer,
      licence.destinations.join(' '),
      `${licence.validFrom} – ${licence.validUntil}`,
      licence.feePolicy,
      licence.status,
      name,
    ]),
  );
  const count = `${rows.length} licence${rows.length === 1 ? '' : 's'}`;
  return `Register of agencies on ${validAt.slice(0, 10)} at ${validAt.slice(11, 16)} UTC: ${count}\n\n${table([COLUMNS, ...rows])}`;
}

/** Names are last: they may be of any length. */
const COLUMNS = [
  'agency',
  'tax number',
  'licence',
  'issued by',
  'for',
  'valid',
  'fees',
  'status',
  'name',
];
