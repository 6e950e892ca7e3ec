import { Ajv2020 } from 'ajv/dist/2020.js';
import { RECRUITMENT_CASE } from '#credentials';
import { contractSchema } from './contract-schema.ts';
import { checkClaims, checkTerms } from './domain/contract-terms.ts';
import { recruitmentContract } from './recruitment-contract.ts';

const isContract = new Ajv2020({ strict: true }).compile(contractSchema);

const template = recruitmentContract({
  id: 'recruitment-2031',
  parties: ['KG', 'RU', 'KZ'].map((state) => ({ state, labour: `${state}.MOL` })),
  legalBasis: [{ act: 'Sample agreement', number: '1', date: '2031-01-01', country: 'KG' }],
  validFrom: '2031-06-01T00:00:00.000Z',
  validUntil: '2032-06-01T00:00:00.000Z',
});
const granted = (from: string, recordType: string) =>
  template.grants.filter((grant) => grant.from === from && grant.recordType === recordType);

describe('the template of a recruitment contract', () => {
  test('makes sense, and grants claims that a case has', () => {
    checkTerms(template);
    expect(isContract(template)).toBe(true);
    const claims = RECRUITMENT_CASE.rows.map(({ path }) => path);
    checkClaims(template, { RecruitmentCase: claims, Demand: [] });
  });

  test('shows demands to labour ministries of the others, and to the agencies of all', () =>
    expect(granted('KZ.MOL', 'Demand').map(({ to }) => to)).toEqual([
      { authority: 'KG.MOL' },
      { authority: 'RU.MOL' },
      ...['KG', 'RU', 'KZ'].map((state) => ({ state, role: 'agency' })),
    ]));

  test('shows cases to labour and migration authorities of the others', () => {
    const authorities = granted('KG.MOL', 'RecruitmentCase').filter(({ claims }) => claims.length);
    expect(authorities.map(({ to }) => to)).toEqual(
      ['RU', 'KZ'].flatMap((state) => [
        { authority: `${state}.MOL` },
        { state, role: 'migration-authority' },
      ]),
    );
  });

  test('answers information centres of all about the own case of a worker', () =>
    expect(
      granted('KG.MOL', 'RecruitmentCase').filter(({ purpose }) => purpose === 'OWN_STATUS'),
    ).toEqual(
      ['KG', 'RU', 'KZ'].map((state) => ({
        from: 'KG.MOL',
        to: { state, role: 'information-centre' },
        recordType: 'RecruitmentCase',
        claims: [],
        purpose: 'OWN_STATUS',
      })),
    ));

  test('lets migration authorities know who comes, and not what the worker can do', () => {
    const [labour, migration] = granted('KG.MOL', 'RecruitmentCase').map(({ claims }) =>
      claims.map((path) => path.join('.')),
    );
    expect(labour).toEqual(expect.arrayContaining(['occupations', 'languages', 'subject.sex']));
    expect(migration).toEqual(expect.arrayContaining(['number', 'subject.documents', 'consent']));
    expect(migration).not.toContain('occupations');
  });
});
