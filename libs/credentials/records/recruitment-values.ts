import { civilDate } from '../values/civil-date.ts';
import { RECRUITMENT_PURPOSES } from '../values/codes.ts';
import { occupation } from '../values/isco-08.ts';
import { object } from '../values/object.ts';
import { code, list } from '../values/schema.ts';
import { authorityId, languageCode, numberText, registerId } from '../values/texts.ts';

/** What the worker said yes to, in a language of theirs; a witness where the worker cannot read it, by a pseudonym. */
export const recruitmentConsent = object(
  {
    id: registerId(64),
    purposes: list(code(RECRUITMENT_PURPOSES), { max: RECRUITMENT_PURPOSES.length }),
    givenOn: civilDate,
    language: languageCode,
  },
  { witness: registerId(64) },
);

export const occupations = list(occupation, { max: 4 });

/** Languages that the worker understands: a contract in none of them is none. */
export const languages = list(languageCode, { max: 8 });

/** The licensed agency that sends the worker. */
export const sendingAgency = object({ id: authorityId, licence: numberText(64) });
