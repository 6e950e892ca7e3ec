import { specFor } from '#testing';
import type { ErrorCode } from '#kernel';
import { contract } from './contract.decider.ts';
import type { ContractCommand, ContractEvent } from './contract.messages.ts';
import {
  activated,
  agreed,
  backfilled,
  completeBackfill,
  during,
  end,
  nextTerms,
  propose,
  proposed,
  renewed,
  sign,
  signed,
  soon,
  start,
  suspend,
  suspended,
  terms,
  terminate,
  terminated,
} from './contract.samples.ts';

const given = specFor(contract);

/** One command in every state a contract can be in: what it adds, or why it is refused. */
const STATES = {
  'that nobody proposed': [],
  'that was proposed': [proposed()],
  'that one party signed': [proposed(), signed('KG')],
  'that all signed': [...agreed],
  'that is suspended': [...agreed, suspended()],
  'whose next version is proposed': [...agreed, proposed(nextTerms)],
  'with two versions': [...renewed],
  'that is terminated': [...agreed, terminated({ effectiveFrom: soon })],
} satisfies Record<string, ContractEvent[]>;
type Outcomes = Record<keyof typeof STATES, ContractEvent[] | ErrorCode>;

function inEveryState(command: ContractCommand, outcomes: Outcomes): void {
  test.each(Object.entries(outcomes))('a contract %s', (state, outcome) => {
    const spec = given(...STATES[state as keyof typeof STATES]).when(command);
    if (typeof outcome === 'string') spec.thenThrows(outcome);
    else spec.then(...outcome);
  });
}

describe('proposing', () => {
  inEveryState(propose(), {
    'that nobody proposed': [proposed()],
    'that was proposed': [],
    'that one party signed': [],
    'that all signed': [],
    'that is suspended': [],
    'whose next version is proposed': [],
    'with two versions': [],
    'that is terminated': [],
  });

  test('a draft beside another leaves both open', () => {
    const other = { ...terms, title: 'Another wording' };
    given(proposed())
      .when(propose(other, { hash: 'hash-1b' }))
      .then(proposed(other, { hash: 'hash-1b' }));
    given(proposed(), proposed(other, { hash: 'hash-1b' }))
      .when(sign('KG'))
      .then(signed('KG'));
    given(proposed(), proposed(other, { hash: 'hash-1b' }))
      .when(sign('KG', { hash: 'hash-1b' }))
      .then(signed('KG', { hash: 'hash-1b' }));
    given(proposed(), proposed(other, { hash: 'hash-1b' }), signed('KG'))
      .when(sign('KG', { hash: 'hash-1b' }))
      .then(signed('KG', { hash: 'hash-1b' }));
  });

  test('is for an authority of a party', () => {
    given()
      .when(propose(terms, { party: 'KZ' }))
      .thenThrows('RULE_NOT_A_PARTY');
    given()
      .when(propose(terms, { by: 'KZ.MOH' }))
      .thenThrows('RULE_NOT_A_PARTY');
  });

  test('a document that contradicts itself is refused', () => {
    given()
      .when(propose({ ...terms, parties: ['KG'] }))
      .thenThrows('RULE_CONTRACT_INVALID');
  });

  test('a contract that has already run out is refused', () => {
    given()
      .when(propose(terms, { at: end }))
      .thenThrows('RULE_CONTRACT_INVALID');
    const lastMoment = '2032-05-31T23:59:59.999Z';
    given()
      .when(propose(terms, { at: lastMoment }))
      .then(proposed(terms, { at: lastMoment }));
  });
});

describe('proposing the next version', () => {
  inEveryState(propose(nextTerms), {
    'that nobody proposed': 'RULE_CONTRACT_VERSION',
    'that was proposed': 'RULE_CONTRACT_VERSION',
    'that one party signed': 'RULE_CONTRACT_VERSION',
    'that all signed': [proposed(nextTerms)],
    'that is suspended': [proposed(nextTerms)],
    'whose next version is proposed': [],
    'with two versions': [],
    'that is terminated': 'RULE_CONTRACT_STATE',
  });

  test.each([
    ['skips a number', { version: 3 }],
    ['repeats a number', { version: 1 }],
    ['names another version before it', { previous: 'hash-0' }],
    ['names no version before it', { previous: null }],
  ])('that %s is refused', (_, change) =>
    given(...agreed)
      .when(propose({ ...nextTerms, ...change }, { hash: 'hash-x' }))
      .thenThrows('RULE_CONTRACT_VERSION'),
  );

  test('a first version has none before it', () =>
    given()
      .when(propose({ ...terms, previous: 'hash-0' }))
      .thenThrows('RULE_CONTRACT_VERSION'));

  test('counts on from the newest', () => {
    const third = { ...nextTerms, version: 3, previous: 'hash-2' };
    given(...renewed)
      .when(propose(third))
      .then(proposed(third));
    const back = { ...third, previous: 'hash-1' };
    given(...renewed)
      .when(propose(back))
      .thenThrows('RULE_CONTRACT_VERSION');
  });

  test('may take a state in', () => {
    const wider = { ...nextTerms, parties: ['KZ', 'RU', 'KG'] };
    given(...agreed)
      .when(propose(wider))
      .then(proposed(wider));
  });

  test('leaves no party out, so that no contract ends without one of its parties', () => {
    const without = { ...terms, parties: ['KG', 'KZ'], grants: [grantTo('KZ.MOH')] };
    given(...agreed)
      .when(propose({ ...without, version: 2, previous: 'hash-1' }))
      .thenThrows('RULE_CONTRACT_INVALID');
    given(proposed())
      .when(propose(without, { hash: 'hash-1b' }))
      .thenThrows('RULE_CONTRACT_INVALID');
  });
});

const grantTo = (authority: string) => ({ ...terms.grants[0]!, to: { authority } });

describe('signing', () => {
  inEveryState(sign('RU'), {
    'that nobody proposed': 'RULE_CONTRACT_UNKNOWN',
    'that was proposed': [signed('RU')],
    'that one party signed': [signed('RU'), activated()],
    'that all signed': [],
    'that is suspended': [],
    'whose next version is proposed': [],
    'with two versions': [],
    'that is terminated': [],
  });

  test('twice by the same party counts once', () => {
    given(proposed(), signed('KG')).when(sign('KG')).then();
    const three = { ...terms, parties: ['KG', 'RU', 'KZ'] };
    given(proposed(three), signed('KG'), signed('RU')).when(sign('RU')).then();
    given(proposed(three), signed('KG')).when(sign('RU')).then(signed('RU'));
    given(proposed(three), signed('KG'), signed('RU'))
      .when(sign('KZ'))
      .then(signed('KZ'), activated(start, { party: 'KZ' }));
  });

  test('is for an authority of a party', () => {
    given(proposed()).when(sign('KZ')).thenThrows('RULE_NOT_A_PARTY');
    given(proposed())
      .when(sign('RU', { by: 'KG.MOH' }))
      .thenThrows('RULE_NOT_A_PARTY');
    given(...agreed)
      .when(sign('KZ'))
      .thenThrows('RULE_NOT_A_PARTY');
  });

  test('a document that was not proposed is refused', () =>
    given(proposed())
      .when(sign('KG', { hash: 'hash-x' }))
      .thenThrows('RULE_CONTRACT_VERSION'));

  test('a draft whose place another took is refused', () => {
    const other = proposed({ ...terms, title: 'Another wording' }, { hash: 'hash-1b' });
    given(other, ...agreed)
      .when(sign('KG', { hash: 'hash-1b' }))
      .thenThrows('RULE_CONTRACT_VERSION');
  });

  test('a draft of a terminated contract is refused', () =>
    given(...agreed, proposed(nextTerms), terminated())
      .when(sign('KG', { version: 2 }))
      .thenThrows('RULE_CONTRACT_STATE'));

  test('last puts the contract into effect on its first day, but not before the margin', () => {
    const last = (at: string) => given(proposed(), signed('KG')).when(sign('RU', { at }));
    const late = '2031-06-01T00:00:00.001Z';
    last('2031-05-31T23:59:00.000Z').then(
      signed('RU', { at: '2031-05-31T23:59:00.000Z' }),
      activated(start, { at: '2031-05-31T23:59:00.000Z' }),
    );
    last('2031-05-31T23:59:00.001Z').then(
      signed('RU', { at: '2031-05-31T23:59:00.001Z' }),
      activated(late, { at: '2031-05-31T23:59:00.001Z' }),
    );
  });

  test('what could no longer take effect is refused', () => {
    given(proposed())
      .when(sign('RU', { at: '2032-05-31T23:59:00.000Z' }))
      .thenThrows('RULE_CONTRACT_STATE');
    const at = '2032-05-31T23:58:59.999Z';
    given(proposed()).when(sign('RU', { at })).then(signed('RU', { at }));
  });
});

describe('suspending', () => {
  inEveryState(suspend({ effectiveFrom: '2031-08-31T00:00:00.000Z' }), {
    'that nobody proposed': 'RULE_CONTRACT_UNKNOWN',
    'that was proposed': 'RULE_CONTRACT_STATE',
    'that one party signed': 'RULE_CONTRACT_STATE',
    'that all signed': [suspended({ effectiveFrom: '2031-08-31T00:00:00.000Z' })],
    'that is suspended': [],
    'whose next version is proposed': [suspended({ effectiveFrom: '2031-08-31T00:00:00.000Z' })],
    'with two versions': [suspended({ effectiveFrom: '2031-08-31T00:00:00.000Z' })],
    'that is terminated': 'RULE_CONTRACT_STATE',
  });

  test('for a time says until when', () => {
    const dates = { effectiveFrom: during, effectiveUntil: '2031-10-01T00:00:00.000Z' };
    given(...agreed)
      .when(suspend(dates))
      .then(suspended(dates));
    given(...agreed)
      .when(suspend({ effectiveFrom: during, effectiveUntil: during }))
      .thenThrows('RULE_CONTRACT_INVALID');
  });

  test('again by another statement adds to it, by the same statement does not', () => {
    const more = { statement: 'header.more.signature', effectiveFrom: '2031-09-02T00:00:00.000Z' };
    given(...agreed, suspended())
      .when(suspend(more))
      .then(suspended(more));
    given(...agreed, suspended())
      .when(suspend({ statement: 'header.suspension.other-signature', at: during }))
      .then();
    given(...agreed, suspended(), suspended(more))
      .when(suspend())
      .then();
    given(...agreed, suspended(), terminated())
      .when(suspend())
      .then();
  });

  test('is for an authority of a party', () => {
    given(...agreed)
      .when(suspend({ party: 'KZ' }))
      .thenThrows('RULE_NOT_A_PARTY');
    given(...agreed)
      .when(suspend({ by: 'KZ.MOH' }))
      .thenThrows('RULE_NOT_A_PARTY');
  });

  test('keeps the margin', () => {
    const at = '2031-08-31T23:59:00.000Z';
    given(...agreed)
      .when(suspend({ at }))
      .then(suspended({ at }));
    given(...agreed)
      .when(suspend({ at: '2031-08-31T23:59:00.001Z' }))
      .thenThrows('RULE_EFFECTIVE_TOO_EARLY');
  });

  test('names a version that was signed, by number and hash', () => {
    given(...agreed)
      .when(suspend({ version: 2 }))
      .thenThrows('RULE_CONTRACT_VERSION');
    given(...agreed)
      .when(suspend({ hash: 'hash-x' }))
      .thenThrows('RULE_CONTRACT_VERSION');
    given(...agreed)
      .when(suspend({ version: 2, hash: 'hash-1' }))
      .thenThrows('RULE_CONTRACT_VERSION');
    given(...agreed, proposed(nextTerms))
      .when(suspend({ version: 2 }))
      .thenThrows('RULE_CONTRACT_VERSION');
  });

  test('names the version that will be in effect', () => {
    given(...renewed)
      .when(suspend())
      .thenThrows('RULE_CONTRACT_VERSION');
    given(...renewed)
      .when(suspend({ version: 2 }))
      .then(suspended({ version: 2 }));
    given(...renewed)
      .when(suspend({ version: 2, effectiveFrom: '2031-08-31T23:59:59.999Z' }))
      .thenThrows('RULE_CONTRACT_VERSION');
  });

  test('what will not be in effect then is refused', () => {
    const before = '2031-05-31T23:59:59.999Z';
    given(...agreed)
      .when(suspend({ effectiveFrom: before }))
      .thenThrows('RULE_CONTRACT_STATE');
    given(...agreed)
      .when(suspend({ effectiveFrom: start }))
      .then(suspended({ effectiveFrom: start }));
    given(...agreed)
      .when(suspend({ effectiveFrom: end }))
      .thenThrows('RULE_CONTRACT_STATE');
    given(...agreed, terminated())
      .when(suspend())
      .thenThrows('RULE_CONTRACT_STATE');
    const lastMoment = { effectiveFrom: '2031-08-31T23:59:59.999Z' };
    given(...agreed, terminated())
      .when(suspend(lastMoment))
      .then(suspended(lastMoment));
  });
});

describe('terminating', () => {
  inEveryState(terminate(), {
    'that nobody proposed': 'RULE_CONTRACT_UNKNOWN',
    'that was proposed': 'RULE_CONTRACT_STATE',
    'that one party signed': 'RULE_CONTRACT_STATE',
    'that all signed': [terminated()],
    'that is suspended': [terminated()],
    'whose next version is proposed': [terminated()],
    'with two versions': 'RULE_CONTRACT_VERSION',
    'that is terminated': [],
  });

  test('names the newest version', () =>
    given(...renewed)
      .when(terminate({ version: 2 }))
      .then(terminated({ version: 2 })));

  test('is for an authority of a party', () => {
    given(...agreed)
      .when(terminate({ party: 'KZ' }))
      .thenThrows('RULE_NOT_A_PARTY');
    given(...agreed)
      .when(terminate({ by: 'KZ.MOH' }))
      .thenThrows('RULE_NOT_A_PARTY');
  });

  test('keeps the margin', () => {
    given(...agreed)
      .when(terminate({ effectiveFrom: soon }))
      .then(terminated({ effectiveFrom: soon }));
    given(...agreed)
      .when(terminate({ effectiveFrom: '2031-05-01T08:00:59.999Z' }))
      .thenThrows('RULE_EFFECTIVE_TOO_EARLY');
  });

  test('again is for an earlier end only', () => {
    const statement = 'header.earlier.signature';
    const earlier = { effectiveFrom: '2031-08-31T23:59:59.999Z', statement };
    given(...agreed, terminated())
      .when(terminate(earlier))
      .then(terminated(earlier));
    given(...agreed, terminated())
      .when(terminate({ statement }))
      .thenThrows('RULE_CONTRACT_STATE');
    given(...agreed, terminated())
      .when(terminate({ statement: 'header.termination.other-signature' }))
      .then();
  });

  test('what has expired by then is refused', () => {
    given(...agreed)
      .when(terminate({ effectiveFrom: end }))
      .thenThrows('RULE_CONTRACT_STATE');
    const lastMoment = { effectiveFrom: '2032-05-31T23:59:59.999Z' };
    given(...agreed)
      .when(terminate(lastMoment))
      .then(terminated(lastMoment));
  });
});

describe('completing the sharing of what is still valid', () => {
  inEveryState(completeBackfill(), {
    'that nobody proposed': 'RULE_CONTRACT_UNKNOWN',
    'that was proposed': 'RULE_CONTRACT_VERSION',
    'that one party signed': 'RULE_CONTRACT_VERSION',
    'that all signed': 'RULE_CONTRACT_VERSION',
    'that is suspended': 'RULE_CONTRACT_VERSION',
    'whose next version is proposed': 'RULE_CONTRACT_VERSION',
    'with two versions': [backfilled()],
    'that is terminated': 'RULE_CONTRACT_VERSION',
  });

  test('counts once', () =>
    given(...renewed, backfilled())
      .when(completeBackfill())
      .then());

  test('is nothing that a version without includeValid has', () =>
    given(...renewed)
      .when(completeBackfill(1))
      .thenThrows('RULE_CONTRACT_STATE'));

  test('waits until the version is in effect', () =>
    given(...renewed)
      .when(completeBackfill(2, '2031-08-31T23:59:59.999Z'))
      .thenThrows('RULE_CONTRACT_STATE'));

  test('of one version leaves the others as they are', () => {
    const third = { ...nextTerms, version: 3, previous: 'hash-2' };
    const three = [
      ...renewed,
      proposed(third),
      signed('KG', { version: 3 }),
      signed('RU', { version: 3 }),
      activated(during, { version: 3 }),
    ];
    given(...three, backfilled(3))
      .when(completeBackfill(2))
      .then(backfilled(2));
  });
});

test('events of a contract that was never proposed change nothing', () =>
  given(signed('KG'), activated(), suspended(), backfilled()).when(propose()).then(proposed()));
