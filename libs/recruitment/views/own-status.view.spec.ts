import type { ContractVersion, Grant } from '#contracts';
import { day, flagged, historyTo, issuer, opened, today, wayOf } from '../domain/case.samples.ts';
import {
  lettingCentresAsk,
  ownCase,
  profileAskedOf,
  type OwnStatusQuestion,
} from './own-status.view.ts';

const toCentres: Grant = {
  from: issuer,
  to: { state: 'TJ', role: 'information-centre' },
  recordType: 'RecruitmentCase',
  claims: [],
  purpose: 'OWN_STATUS',
};
const version = (contract: string, ...grants: readonly Grant[]): ContractVersion => ({
  contract,
  version: 2,
  hash: 'of another version',
  document: { grants } as unknown as ContractVersion['document'],
});
const NOT_GIVEN = { answer: 'NOT_GIVEN' };

const told = (change: Partial<OwnStatusQuestion> = {}) =>
  ownCase({
    answering: [version('tj-ru', toCentres)],
    askerState: 'TJ',
    events: historyTo('SELECTED'),
    at: today,
    ...change,
  });

describe('the own case of a worker', () => {
  test('is told as it stands, what is done and what is not', () => {
    // Training, the medical check and documents are done; the language test is not.
    expect(told({ events: wayOf(6) })).toEqual({
      answer: 'GIVEN',
      destination: 'RU',
      status: 'SELECTED',
      since: day(2),
      canProceed: true,
      checklist: [
        { item: 'TRAINING', isDone: true },
        { item: 'MEDICAL', isDone: true },
        { item: 'DOCUMENTS', isDone: true },
        { item: 'LANGUAGE', isDone: false },
      ],
    });
  });

  test('is told under a later version of the contract it runs under', () =>
    expect(told()).toMatchObject({ answer: 'GIVEN' }));

  test('is told under any of several contracts', () => {
    const routing = {
      under: ['kz', 'tj-ru'].map((contract) => ({ contract, version: 1, hash: '' })),
    };
    const events = [{ ...opened(), ...routing }];
    const answering = [version('tj-by', toCentres), version('tj-ru', toCentres)];
    expect(told({ events, answering })).toMatchObject({ answer: 'GIVEN' });
  });

  test('is told where no rule of its corridor is known', () => {
    const events = [opened({ destination: 'XX' })];
    expect(told({ events })).toMatchObject({ answer: 'GIVEN', checklist: [] });
  });

  test('is told to be stopped, and never why', () => {
    const until = '2099-01-01T00:00:00.000Z';
    const held = flagged('HoldPlaced', {
      said: { reason: 'COURT_DECISION', hold: { id: 'h', until } },
    });
    const answer = told({ events: [...historyTo('CLEARED'), held] });
    expect(answer).toMatchObject({ answer: 'GIVEN', status: 'CLEARED', canProceed: false });
    expect(JSON.stringify(answer)).not.toMatch(/COURT|hold/i);
  });

  test.each<[string, Partial<OwnStatusQuestion>]>([
    ['the token leads nowhere', { events: [] }],
    ['consent was withdrawn', { events: [...historyTo('SELECTED'), flagged('ConsentWithdrawn')] }],
    ['it runs under another contract', { answering: [version('tj-kz', toCentres)] }],
    [
      'its contract lets centres ask about another issuer',
      { answering: [version('tj-ru', { ...toCentres, from: 'KG.MOL' })] },
    ],
    [
      'its contract lets centres of another state ask',
      { answering: [version('tj-ru', toCentres)], askerState: 'RU' },
    ],
  ])('is not told where %s', (_, change) => expect(told(change)).toEqual(NOT_GIVEN));

  test('is not told to whom no contract lets ask, whoever the worker is', () => {
    const none = { answering: [] };
    expect(told(none)).toEqual({ answer: 'CANNOT_ANSWER' });
    expect(told({ ...none, events: [] })).toEqual({ answer: 'CANNOT_ANSWER' });
  });

  test.each<[string, Partial<Grant>]>([
    ['to agencies', { to: { state: 'TJ', role: 'agency' } }],
    ['to one authority', { to: { authority: 'TJ.IRC' } }],
    ['to centres of another state', { to: { state: 'RU', role: 'information-centre' } }],
    ['of other records', { recordType: 'MedicalCertificate' }],
    ['for another purpose', { purpose: 'ORGANISED_RECRUITMENT' }],
  ])('is not opened by a grant %s', (_, change) => {
    const other = version('tj-ru', { ...toCentres, ...change });
    expect(lettingCentresAsk([other], 'TJ')).toEqual([]);
    expect(lettingCentresAsk([other, version('b', toCentres)], 'TJ')).toHaveLength(1);
  });
});

describe('the profile that a worker must be confirmed under', () => {
  test('is the one of the corridor that day', () => {
    const at = '2022-03-01T00:00:00.000Z';
    expect(profileAskedOf([opened()], at)).toEqual({ destination: 'RU', profile: 'RU/LABOUR/2' });
    expect(profileAskedOf([opened()], '2022-02-28T00:00:00.000Z')?.profile).toBe('RU/LABOUR/1');
  });

  test('is none where nobody is examined, and where there is no case', () => {
    expect(profileAskedOf([opened({ issuer: 'BY.MOL' })], today)).toBeUndefined();
    expect(profileAskedOf([opened({ destination: 'XX' })], today)).toBeUndefined();
    expect(profileAskedOf([], today)).toBeUndefined();
  });
});
