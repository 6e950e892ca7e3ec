import { civilDate } from '../values/civil-date.ts';
import { SEXES } from '../values/codes.ts';
import { citizenship } from '../values/countries.ts';
import { code, list, type ValueOf } from '../values/schema.ts';
import { latinName, personName } from '../values/texts.ts';
import { identityDocument } from './certificate-values.ts';
import { level, mandatory, optional, type Row } from './record-type.ts';

const documents = list(identityDocument, { max: 4 });
const sex = code(SEXES);

/** Who a person is, as identity documents say it. */
export type Person = {
  readonly familyName: string;
  readonly givenName?: string;
  readonly patronymic?: string;
  readonly familyNameLatin?: string;
  readonly givenNameLatin?: string;
  readonly birthDate: string;
  readonly sex: ValueOf<typeof sex>;
  readonly citizenship: string;
  readonly documents: ValueOf<typeof documents>;
};

/** The rows of a record's `subject`, the same in every record that is about a person. */
export const personRows = (meaning: string): readonly Row[] => [
  level('subject', 9, meaning),
  mandatory('subject.familyName', 'S2', personName, 'Primary identifier, as the document has it'),
  optional('subject.givenName', 'S2', personName, 'Absent for a person with one name'),
  optional('subject.patronymic', 'S2', personName, 'As the document has it'),
  optional('subject.familyNameLatin', 'S2', latinName, 'As in the machine-readable zone'),
  optional('subject.givenNameLatin', 'S2', latinName, 'As in the machine-readable zone'),
  mandatory('subject.birthDate', 'S2', civilDate, 'Date of birth'),
  mandatory('subject.sex', 'S2', sex, 'As the document states it; U unknown'),
  mandatory('subject.citizenship', 'S2', citizenship, 'ISO 3166-1 alpha-2, or STATELESS'),
  mandatory('subject.documents', 'S2', documents, 'Identity documents, the one shown first'),
];
