import type { RecruitmentCaseClaims } from '#credentials';
import type { CivilDate } from '#kernel';
import { jsonFile } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { wholeNumber } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { subjectOf } from './person.ts';

type Options = { readonly people: number };

export const sampleCase: Verb = (parent, act) => {
  parent
    .command('case')
    .description(
      'cases of the same people, who want to work as bricklayers in RU, to try case issue with',
    )
    .option('--people <number>', 'of how many', wholeNumber(1, 1_000_000), 1)
    .addHelpText('after', examples('eurasec sample case --people 5 > cases.ndjson'))
    .action(act(run));
};

async function run(session: Session, { people }: Options): Promise<void> {
  const today = session.now().slice(0, 10);
  if (people === 1) session.io.out(jsonFile(claimsOf(1, today)));
  else await session.io.flow(lines(people, today));
}

async function* lines(count: number, today: CivilDate): AsyncGenerator<string> {
  for (let n = 1; n <= count; n += 1) yield `${JSON.stringify(claimsOf(n, today))}\n`;
}

/** The consent token is drawn when the case is issued. */
const claimsOf = (n: number, today: CivilDate): RecruitmentCaseClaims => ({
  number: `CASE-SAMPLE/${n}`,
  subject: subjectOf(n),
  destination: 'RU',
  occupations: ['7112'],
  languages: ['ky', 'ru'],
  registeredOn: today,
  consent: {
    id: `consent-case-${n}`,
    purposes: ['ORGANISED_RECRUITMENT', 'OWN_STATUS'],
    givenOn: today,
    language: 'ky',
  },
});
