import type { ContractVersion, Grant } from '#contracts';
import type { CertificateEvent } from '../domain/certificate.messages.ts';
import {
  doubted,
  issued,
  issuedAt,
  recognitionSuspended,
  reviewOpened,
  revoked,
  superseded,
} from '../domain/certificate.samples.ts';
import { answer, answeringVersions, type AnswerClaims, type Verification } from './answer.ts';

const toAgencies: Grant = {
  from: 'KG.MOH',
  to: { state: 'RU', role: 'agency' },
  recordType: 'MedicalCertificate',
  claims: [],
  purpose: 'RECRUITMENT',
};
const version = (contract: string, grants: readonly Grant[], number = 1): ContractVersion => ({
  contract,
  version: number,
  hash: `${contract}-${number}`,
  document: { grants } as ContractVersion['document'],
});
const active = [version('kg-ru', [toAgencies])];

const code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const claims: AnswerClaims = {
  verificationCode: code,
  subject: {
    birthDate: '1999-12-31',
    documents: [{ number: 'AC 1234567' }, { number: 'ID7654321' }],
  },
  validFrom: '2031-05-01',
  validUntil: '2032-04-30',
  assessments: [
    { profile: 'RU/WORK/1', outcome: 'FIT', validUntil: '2031-07-31' },
    { profile: 'KZ/WORK/1', outcome: 'UNFIT', validUntil: '2031-06-30' },
  ],
};
const assessed = (...assessments: AnswerClaims['assessments']) => ({
  claims: { ...claims, assessments },
});
const fit = { profile: 'RU/WORK/1', outcome: 'FIT', validUntil: '2031-07-31' } as const;

const byCode = { code, documentNumber: 'AC1234567', birthDate: '1999-12-31' };
const byClearance = { code, profile: 'RU/WORK/1' };
const asking = (question: Partial<Verification['question']>) => ({
  question: { who: byCode, destination: 'RU', ...question },
});
const plain: Verification = {
  ...asking({}),
  asker: { state: 'RU' },
  active,
  events: [issued()],
  claims,
  keyDoubt: false,
  at: '2031-06-01T00:00:00.000Z',
};
const answerTo = (change: Partial<Verification> = {}) => answer({ ...plain, ...change });
const CONFIRMED = { answer: 'CONFIRMED', validUntil: '2031-07-31' };
const NOT_CONFIRMED = { answer: 'NOT_CONFIRMED' };
const CANNOT_ANSWER = { answer: 'CANNOT_ANSWER' };

describe('a worker who is cleared', () => {
  test('is confirmed by code, document and birth date', () =>
    expect(answerTo()).toStrictEqual(CONFIRMED));

  test('is confirmed by any document of theirs, as people type it', () => {
    const typed = (documentNumber: string) =>
      answerTo(asking({ who: { ...byCode, documentNumber } }));
    expect(typed('ac-1234567')).toStrictEqual(CONFIRMED);
    expect(typed('ID7654321')).toStrictEqual(CONFIRMED);
  });

  test('is confirmed by a presented clearance, with its document number or without', () => {
    expect(answerTo(asking({ who: byClearance }))).toStrictEqual(CONFIRMED);
    const shown = { ...byClearance, documentNumber: 'ID7654321' };
    expect(answerTo(asking({ who: shown }))).toStrictEqual(CONFIRMED);
  });

  test('is confirmed until the assessment or the certificate ends, whichever is first', () => {
    const until = (validUntil: string) => answerTo(assessed({ ...fit, validUntil }));
    expect(until('2032-04-30')).toStrictEqual({ answer: 'CONFIRMED', validUntil: '2032-04-30' });
    expect(until('2033-01-01')).toStrictEqual({ answer: 'CONFIRMED', validUntil: '2032-04-30' });
  });

  test('is confirmed under a later version of the contract', () =>
    expect(answerTo({ active: [version('kg-ru', [toAgencies], 2)] })).toStrictEqual(CONFIRMED));

  test('is confirmed under a contract by which others answer too', () => {
    const others = { ...toAgencies, from: 'KZ.MOH' };
    expect(answerTo({ active: [version('kg-ru', [others, toAgencies])] })).toStrictEqual(CONFIRMED);
  });
});

describe('every no is the same', () => {
  const events = (...more: CertificateEvent[]) => ({ events: [issued(), ...more] });
  const who = (change: Partial<typeof byCode>) => asking({ who: { ...byCode, ...change } });
  const at = issuedAt;
  const laterClaims = { ...claims, validFrom: '2031-06-02' };

  test.each<[string, Partial<Verification>]>([
    ['nobody has this code', { events: [], claims: undefined }],
    ['the record was erased', { claims: undefined }],
    ['another code', who({ code: 'ZYXWVUTSRQPONMLKJIHGFEDCBA' })],
    ['another document', who({ documentNumber: 'AC1234568' })],
    ['another birth date', who({ birthDate: '1999-12-30' })],
    ['a clearance with another code', asking({ who: { ...byClearance, code: 'X' } })],
    ['a clearance of another profile', asking({ who: { ...byClearance, profile: 'RU/WORK/2' } })],
    [
      'a clearance with another document',
      asking({ who: { ...byClearance, documentNumber: 'AC1234568' } }),
    ],
    ['unfit', assessed({ ...fit, outcome: 'UNFIT' })],
    [
      'unfit for what is asked',
      {
        ...assessed({ ...fit, outcome: 'UNFIT', fitnessScope: ['711'] }),
        ...asking({ occupation: '7112' }),
      },
    ],
    ['assessed for other states only', assessed({ ...fit, profile: 'KZ/WORK/1' })],
    ['not assessed', assessed()],
    [
      'unfit under one of two profiles',
      assessed(fit, { ...fit, profile: 'RU/DRUGS/1', outcome: 'UNFIT' }),
    ],
    ['not yet valid', { claims: laterClaims, at: '2031-06-01T17:59:59.999Z' }],
    ['the assessment has expired', { at: '2031-07-31T18:00:00.000Z' }],
    ['under review', events(reviewOpened())],
    ['a number used twice', events(doubted('NUMBER_USED_TWICE'))],
    ['the key is in doubt', { keyDoubt: true }],
    ['superseded', events(superseded())],
    ['revoked', events(revoked())],
    ['recognition suspended', events(recognitionSuspended())],
    ['under another contract', { events: [issued({ routing: { under: [], to: [] } })] }],
    [
      'of an issuer that does not answer',
      { active: [version('kg-ru', [{ ...toAgencies, from: 'KG.MOL' }])] },
    ],
  ])('%s', (_, change) =>
    expect(answerTo({ at: '2031-06-01T00:00:00.000Z', ...change })).toStrictEqual(NOT_CONFIRMED),
  );

  test('and is a no for the given reason alone', () => {
    const firstMoment = { claims: laterClaims, at: '2031-06-01T18:00:00.000Z' };
    expect(answerTo(firstMoment)).toStrictEqual(CONFIRMED);
    expect(answerTo({ at: '2031-07-31T17:59:59.999Z' })).toStrictEqual(CONFIRMED);
    expect(answerTo(events(recognitionSuspended({ state: 'KZ', at })))).toStrictEqual(CONFIRMED);
    expect(answerTo(assessed(fit, { ...fit, profile: 'RU/DRUGS/1' }))).toStrictEqual(CONFIRMED);
    const other = assessed(fit, { ...fit, profile: 'RU/DRUGS/1', outcome: 'UNFIT' });
    expect(answerTo({ ...other, ...asking({ who: byClearance }) })).toStrictEqual(CONFIRMED);
  });

  test('a state is not mistaken for the beginning of another name', () =>
    expect(answerTo(assessed({ ...fit, profile: 'RUS/WORK/1' }))).toStrictEqual(NOT_CONFIRMED));

  test('what another hub recorded ahead of this one’s clock counts', () => {
    const ahead = events(
      revoked({ at: '2031-06-01T00:00:01.000Z', effectiveFrom: '2031-06-01T00:00:01.000Z' }),
    );
    expect(answerTo(ahead)).toStrictEqual(NOT_CONFIRMED);
  });
});

describe('work within limits', () => {
  const conditional = assessed({ ...fit, outcome: 'CONDITIONAL', fitnessScope: ['711', '9313'] });
  const forWork = (occupation: string) => answerTo({ ...conditional, ...asking({ occupation }) });

  test('is confirmed for an occupation inside them', () => {
    expect(forWork('7112')).toStrictEqual(CONFIRMED);
    expect(forWork('9313')).toStrictEqual(CONFIRMED);
  });

  test('is not confirmed for one outside, for a wider group, or for none', () => {
    expect(forWork('7212')).toStrictEqual(NOT_CONFIRMED);
    expect(forWork('71')).toStrictEqual(NOT_CONFIRMED);
    expect(answerTo(conditional)).toStrictEqual(NOT_CONFIRMED);
  });

  test('without the limits said is not confirmed at all', () => {
    const lacking = assessed({ ...fit, outcome: 'CONDITIONAL' });
    expect(answerTo({ ...lacking, ...asking({ occupation: '7112' }) })).toStrictEqual(
      NOT_CONFIRMED,
    );
  });

  test('counts also for those who are fit', () => {
    const fitFor = assessed({ ...fit, fitnessScope: ['711'] });
    expect(answerTo({ ...fitFor, ...asking({ occupation: '7112' }) })).toStrictEqual(CONFIRMED);
    expect(answerTo({ ...fitFor, ...asking({ occupation: '9313' }) })).toStrictEqual(NOT_CONFIRMED);
    expect(answerTo(fitFor)).toStrictEqual(NOT_CONFIRMED);
    expect(answerTo(asking({ occupation: '9313' }))).toStrictEqual(CONFIRMED);
  });
});

describe('an asker', () => {
  test.each<[string, readonly ContractVersion[]]>([
    ['no contract is in force', []],
    [
      'contracts answer agencies of other states only',
      [version('kg-kz', [{ ...toAgencies, to: { state: 'KZ', role: 'agency' } }])],
    ],
    [
      'contracts answer about other records only',
      [version('kg-ru', [{ ...toAgencies, recordType: 'MedicalEvidence' }])],
    ],
    [
      'contracts grant to other roles only',
      [version('kg-ru', [{ ...toAgencies, to: { state: 'RU', role: 'auditor' } }])],
    ],
    [
      'contracts grant to authorities only',
      [version('kg-ru', [{ ...toAgencies, to: { authority: 'RU.MOH' } }])],
    ],
  ])('cannot be answered where %s, whoever the worker is', (_, none) => {
    expect(answerTo({ active: none })).toStrictEqual(CANNOT_ANSWER);
    expect(answerTo({ active: none, events: [], claims: undefined })).toStrictEqual(CANNOT_ANSWER);
  });

  test('is answered under the versions that answer agencies of its state', () => {
    const others = version('kg-kz', [{ ...toAgencies, to: { state: 'KZ', role: 'agency' } }]);
    expect(answeringVersions([...active, others], 'RU')).toStrictEqual(active);
    expect(answerTo({ active: [others, ...active] })).toStrictEqual(CONFIRMED);
    const second = version('second', [toAgencies]);
    expect(answerTo({ active: [...active, second] })).toStrictEqual(CONFIRMED);
    expect(answerTo({ active: [second] })).toStrictEqual(NOT_CONFIRMED);
  });
});
