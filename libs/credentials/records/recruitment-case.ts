import { RuleBroken, stateOf } from '#kernel';
import { civilDate, latestDateAt } from '../values/civil-date.ts';
import { country } from '../values/countries.ts';
import type { ValueOf } from '../values/schema.ts';
import { numberText, regionCode, verificationCode } from '../values/texts.ts';
import { predecessor } from './certificate-values.ts';
import { documentWarnings } from './identity-rules.ts';
import { personRows, type Person } from './person-rows.ts';
import {
  level,
  mandatory,
  optional,
  recordClear,
  type RecordType,
  type VisibleClaims,
  type Warning,
} from './record-type.ts';
import { languages, occupations, recruitmentConsent, sendingAgency } from './recruitment-values.ts';

const VCT = 'urn:eurasec:recruitment-case:1';

/** The claims of a case, as the ministry that opens it states them. */
export type RecruitmentCaseClaims = {
  readonly number: string;
  readonly subject: Person;
  readonly originRegion?: string;
  readonly destination: string;
  readonly occupations: ValueOf<typeof occupations>;
  readonly languages: ValueOf<typeof languages>;
  readonly registeredOn: string;
  readonly consent: ValueOf<typeof recruitmentConsent>;
  readonly consentToken?: string;
  readonly agency?: ValueOf<typeof sendingAgency>;
  readonly supersedes?: ValueOf<typeof predecessor>;
};

type Shown = Omit<Partial<RecruitmentCaseClaims>, 'subject'> & {
  readonly iss?: string;
  readonly iat?: number;
  readonly subject?: Partial<Person>;
};

/** @throws RuleBroken `RULE_CONSENT_MISSING`, `RULE_CORRIDOR_UNKNOWN`, `RULE_RECORD_DATES`; WireError */
function caseRules(claims: VisibleClaims): readonly Warning[] {
  // Sound: the table's schemas were checked first.
  const { iss, iat, subject, destination, consent, consentToken, registeredOn } = claims as Shown;
  if (consent && !consent.purposes.includes('ORGANISED_RECRUITMENT'))
    throw new RuleBroken('RULE_CONSENT_MISSING', 'the consent is to something else', {
      pointer: '/consent/purposes',
    });
  if (consent && consentToken !== undefined && !consent.purposes.includes('OWN_STATUS'))
    throw new RuleBroken('RULE_CONSENT_MISSING', 'a token for what was not consented to', {
      pointer: '/consentToken',
    });
  if (iss !== undefined && destination === stateOf(iss))
    throw new RuleBroken('RULE_CORRIDOR_UNKNOWN', 'nobody is recruited into their own state', {
      pointer: '/destination',
    });
  assertOrder(subject?.birthDate, registeredOn, '/subject/birthDate');
  assertOrder(consent?.givenOn, registeredOn, '/consent/givenOn');
  assertOrder(registeredOn, iat === undefined ? iat : latestDateAt(iat), '/registeredOn');
  return documentWarnings(subject?.documents ?? [], subject?.birthDate);
}

/** What is not shown is not judged. */
function assertOrder(earlier: string | undefined, later: string | undefined, pointer: string) {
  if (earlier === undefined || later === undefined || earlier <= later) return;
  throw new RuleBroken('RULE_RECORD_DATES', `${pointer} is out of order`, { pointer });
}

/**
 * The record that opens a worker's case (domain.md §3). What happens to the case afterwards are statements about it;
 * of health it says nothing: that is asked of verification.
 */
export const RECRUITMENT_CASE: RecordType = {
  name: 'RecruitmentCase',
  family: 'case',
  vct: VCT,
  title: 'Recruitment case of a labour migrant',
  clear: recordClear(VCT),
  rules: caseRules,
  rows: [
    level('', 12, 'The case'),
    mandatory('number', 'S2', numberText(64), "The ministry's own number of the case"),
    ...personRows('The worker'),
    optional('originRegion', 'S2', regionCode, 'Where the worker comes from, ISO 3166-2'),
    mandatory('destination', 'S2', country, 'The state the worker is to work in'),
    mandatory('occupations', 'S2', occupations, 'What the worker can do, ISCO-08 unit groups'),
    mandatory('languages', 'S2', languages, 'Languages the worker understands, ISO 639-1'),
    mandatory('registeredOn', 'S2', civilDate, 'Day the worker was registered'),
    mandatory('consent', 'S1', recruitmentConsent, 'What the worker said yes to, and how'),
    optional(
      'consentToken',
      'S2',
      verificationCode,
      'On paper in the worker’s hand: lets an information centre look the case up',
    ),
    optional('agency', 'S2', sendingAgency, 'The licensed agency that sends the worker, if any'),
    optional('supersedes', 'S1', predecessor, 'The record of the case that this one replaces'),
  ],
};
