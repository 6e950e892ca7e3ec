import { contractSchema, medicalCertificateContract, recruitmentContract } from '#contracts';
import { recordSchemas } from '#credentials';
import { eventSchemas } from './events/index.ts';
import { nameOf, statementSchemas } from './statements.ts';

/** Files by their path below contracts/, each with its text. */
export type Files = ReadonlyMap<string, string>;

const VALIDITY = { validFrom: '2027-01-01T00:00:00.000Z', validUntil: '2029-12-31T23:59:59.999Z' };

/** Contracts, ready to be changed to others and signed. */
const MEDICAL = medicalCertificateContract({
  id: 'medical-certificates-kg-ru-kz',
  parties: [
    { state: 'KG', health: 'KG.MOH' },
    { state: 'RU', health: 'RU.MOH' },
    { state: 'KZ', health: 'KZ.MOH' },
  ],
  ...VALIDITY,
});
const RECRUITMENT = recruitmentContract({
  id: 'organised-recruitment-kg-ru',
  parties: [
    { state: 'KG', labour: 'KG.MOL' },
    { state: 'RU', labour: 'RU.MOL' },
  ],
  legalBasis: [
    { act: 'The act that the parties stand on', number: '0', date: '2027-01-01', country: 'KG' },
  ],
  ...VALIDITY,
});

/** Everything that other systems build against, made from the code that enforces it. */
export const publishedFiles = (openApi: object): Files =>
  new Map(
    Object.entries({
      'openapi.json': openApi,
      'exchange-contract.schema.json': contractSchema,
      'templates/medical-certificate.json': MEDICAL,
      'templates/organised-recruitment.json': RECRUITMENT,
      ...within('records', recordSchemas(), (file) => file),
      ...within('statements', statementSchemas(), (typ) => `${nameOf(typ)}.schema.json`),
      ...within('events', eventSchemas(), (type) => `${type}.json`),
    }).map(([path, content]) => [path, `${JSON.stringify(content, null, 2)}\n`]),
  );

const within = (
  folder: string,
  contents: Readonly<Record<string, unknown>>,
  fileOf: (name: string) => string,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [`${folder}/${fileOf(name)}`, content]),
  );
