import {
  assessmentEnd,
  ITEM_CODES,
  newVerificationCode,
  plusDays,
  profile,
  type ItemCode,
  type MedicalCertificateClaims,
} from '#credentials';
import type { CivilDate } from '#kernel';
import { jsonFile } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { wholeNumber } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { sampleCase } from './case.ts';
import { sampleDemand } from './demand.ts';
import { subjectOf } from './person.ts';

type Options = { readonly count: number };

export const sample: Verb = (parent, act) => {
  const one = parent
    .command('sample')
    .description('claims of people who do not exist, fit for work in RU and KZ, to try issue with')
    .option('--count <number>', 'how many', wholeNumber(1, 1_000_000), 1)
    .addHelpText(
      'after',
      examples(
        'eurasec sample > claims.json',
        'eurasec sample --count 1000 > claims.ndjson',
        'eurasec sample demand --as RU.MOL > demand.json',
        'eurasec sample case > case.json',
      ),
    )
    .action(act(run));
  for (const verb of [sampleDemand, sampleCase]) verb(one, act);
};

/** One is laid out for people to read; more are one a line. */
async function run(session: Session, { count }: Options): Promise<void> {
  const today = session.now().slice(0, 10);
  if (count === 1) session.io.out(jsonFile(claimsOf(1, today)));
  else await session.io.flow(lines(count, today));
}

async function* lines(count: number, today: CivilDate): AsyncGenerator<string> {
  for (let n = 1; n <= count; n += 1) yield `${JSON.stringify(claimsOf(n, today))}\n`;
}

const PROFILES = ['RU/LABOUR/2', 'KZ/LABOUR/1'];

const METHODS: Readonly<Partial<Record<ItemCode, string>>> = {
  HIV: 'HIV_1_2_AB_P24',
  TB: 'CHEST_RADIOGRAPHY',
  SYPHILIS: 'TREPONEMAL_TEST',
  DRUGS: 'CHEMICAL_TOXICOLOGICAL',
  MENTAL: 'PSYCHIATRIC_EXAMINATION',
};

/** The certificate of the `n`-th of them, examined until today. */
function claimsOf(n: number, today: CivilDate): MedicalCertificateClaims {
  const asked = PROFILES.map((id) => profile(id, today)!);
  const performedOn = plusDays(today, -1);
  const examinations = Object.fromEntries(
    ITEM_CODES.map((item) => {
      const isAsked = asked.some(({ items }) => items[item] !== undefined);
      const methodCode = METHODS[item] ?? 'CLINICAL_EXAMINATION';
      const done = { result: 'NOT_DETECTED', methodCode, performedOn };
      return [item, { finding: isAsked ? done : { result: 'NOT_PERFORMED' } }];
    }),
  ) as MedicalCertificateClaims['examinations']; // Every item has its finding.
  const validUntil = plusDays(today, 364);
  const digits = String(n).padStart(7, '0');
  return {
    number: { series: 'SAMPLE', number: digits },
    documentType: 'COMBINED',
    issuerOrganisation: {
      id: 'CLINIC-1',
      name: 'Sample Clinic No. 1',
      licence: { number: 'L-0001', issuer: 'Ministry of Health' },
    },
    subject: subjectOf(n),
    examinedFrom: performedOn,
    examinedOn: today,
    issuedOn: today,
    validFrom: today,
    validUntil,
    verificationCode: newVerificationCode(),
    consent: {
      basis: 'CONSENT',
      id: `consent-${n}`,
      givenOn: performedOn,
      purposes: ['RECOGNITION_OF_MEDICAL_CERTIFICATES', 'ADMISSION_TO_WORK'],
    },
    assessments: asked.map((one) => ({
      profile: one.id,
      outcome: 'FIT' as const,
      validUntil: assessmentEnd(one, { examinations, validUntil })!,
    })),
    examinations,
  };
}
