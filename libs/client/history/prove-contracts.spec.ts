import { hashOf, signContract, type ContractDocument } from '#contracts';
import { later, type DomainEvent, type ErrorCode } from '#kernel';
import { generateKey } from '#signing';
import { SampleHistory } from '#testing';
import { endorseKey, suspendContract, terminateContract } from '../statements.ts';
import {
  agreedHistory,
  changed,
  contractOf,
  found,
  newHistory,
  verified,
  type Loose,
} from './history.samples.ts';

/** Proposed, and signed by the first party. */
function halfSigned() {
  const history = newHistory();
  const document = contractOf(history, 'kg-ru', ['KG', 'RU']);
  history.propose(document, 'KG.MOH');
  history.sign(document, 'KG.MOH');
  const reference = { contract: 'kg-ru', version: 1, hash: hashOf(document) };
  const event = (type: string, data: object, by = 'RU.MOH'): DomainEvent => ({
    type,
    data: { ...reference, ...data },
    at: history.now,
    by,
  });
  const activated = event('ContractActivated', { effectiveFrom: later(history.now, 1) });
  const signed = (key = history.key('RU.MOH statement'), what: ContractDocument = document) =>
    event('ContractSigned', { party: 'RU', signature: signContract(what, key) });
  const append = (...events: DomainEvent[]) => history.append('contract-kg-ru', events);
  return { history, document, activated, signed, append, event };
}

describe('a contract of a history', () => {
  test('is proved with the signatures of all', async () => {
    const { history, signed, activated, append } = halfSigned();
    append(signed(), activated);
    const { findings, contracts, signatures } = await verified(history);
    expect(findings).toEqual([]);
    expect(contracts.get('kg-ru')?.versions).toHaveLength(1);
    expect(signatures).toBe(history.events.length - 1 - 1);
  });

  test('is none where a party never signed', async () => {
    const { history, activated, append } = halfSigned();
    append(activated);
    history.pass(10);
    history.issue();
    expect(await found(history)).toEqual([
      ['ContractActivated', 'RULE_CONTRACT_STATE'],
      ['CertificateIssued', 'RULE_NO_CONTRACT'],
    ]);
  });

  test('is none where a party is said to have signed with what the other signed', async () => {
    const { history, signed, activated, append } = halfSigned();
    append(signed(history.key('KG.MOH statement')), activated);
    expect(await found(history)).toEqual([['ContractSigned', 'RULE_STATEMENT_MISMATCH']]);
  });

  test.each<
    [
      ErrorCode,
      string,
      (history: SampleHistory) => Parameters<ReturnType<typeof halfSigned>['signed']>,
    ]
  >([
    [
      'TRUST_KEY_NOT_ENDORSED',
      'a key that nobody endorsed',
      () => [generateKey('RU.MOH', 'statement')],
    ],
    ['TRUST_KEY_NOT_ENDORSED', "the hub's own key", (history) => [history.key('HUB receipt')]],
    ['TRUST_KEY_USE', 'a key for something else', (history) => [history.key('RU.MOH record')]],
    [
      'TRUST_NOT_ALLOWED',
      'an authority that signs no contracts',
      (history) => [history.key('RU.MOL statement')],
    ],
    [
      'RULE_NOT_A_PARTY',
      'a state that is no party',
      (history) => [history.key('BY.MOH statement')],
    ],
    [
      'TRUST_SIGNATURE_INVALID',
      'the right key, over another document',
      (history) => [history.key('RU.MOH statement'), contractOf(history, 'kg-by', ['KG', 'RU'])],
    ],
  ])('is found with %s where it was signed by %s', async (code, _, by) => {
    const { history, signed, activated, append } = halfSigned();
    append(signed(...by(history)), activated);
    expect(await found(history)).toEqual([['ContractSigned', code]]);
  });

  test('is signed by no agency', async () => {
    const { history, signed, activated, append } = halfSigned();
    const agency = generateKey('RU.AGENCY1', 'statement');
    const { holder, alg, jwk } = agency;
    const validity = { validFrom: history.now, validUntil: later(history.now, 3_600) };
    const key = { holder, use: 'statement', alg, jwk, ...validity } as const;
    history.submit(endorseKey(history.key('RU.MOL statement'), history.now, { key }));
    append(signed(agency), activated);
    expect(await found(history)).toEqual([['ContractSigned', 'TRUST_NOT_ALLOWED']]);
  });

  test('is found where what was signed was never proposed', async () => {
    const { history, event, append, signed, activated } = halfSigned();
    const { data } = signed();
    append(event('ContractSigned', { ...(data as object), hash: 'A'.repeat(43) }), activated);
    expect(await found(history)).toEqual([['ContractSigned', 'RULE_CONTRACT_UNKNOWN']]);
  });

  test('takes effect when the rules say or later, never earlier', async () => {
    const effective = async (seconds: number) => {
      const { history, signed, activated, append } = halfSigned();
      const effectiveFrom = later(history.now, seconds);
      append(signed(), { ...activated, data: { ...(activated.data as object), effectiveFrom } });
      return found(history);
    };
    expect(await effective(0)).toEqual([]);
    expect(await effective(3_600)).toEqual([]);
    expect(await effective(-0.001)).toEqual([['ContractSigned', 'RULE_STATEMENT_MISMATCH']]);
  });

  test.each<[ErrorCode, string, (data: Loose) => unknown]>([
    [
      'RULE_STATEMENT_MISMATCH',
      'grants more than was signed',
      ({ document }) => document.grants[0].claims.push(['diagnoses']),
    ],
    ['RULE_STATEMENT_MISMATCH', 'has another hash', (data) => (data['hash'] = 'A'.repeat(43))],
    [
      'RULE_STATEMENT_MISMATCH',
      'stands in the stream of another',
      ({ document }) => (document.id = 'kg-by'),
    ],
    ['STORE_CORRUPT', 'is none', (data) => (data['document'] = 'kg-ru')],
    ['RULE_CONTRACT_INVALID', 'grants nothing', ({ document }) => (document.grants = [])],
  ])('is found with %s where the document %s', async (code, _, change) => {
    const { history } = halfSigned();
    const lie = changed(history, 'ContractProposed', { data: (data) => void change(data) });
    expect((await found(history, lie))[0]).toEqual(['ContractProposed', code]);
  });

  test('stands in its own stream', async () => {
    const history = newHistory();
    const document = contractOf(history, 'kg-ru', ['KG', 'RU']);
    const data = { contract: 'kg-ru', version: 1, hash: hashOf(document), document };
    history.append('contract-other', [
      { type: 'ContractProposed', data, at: history.now, by: 'KG.MOH' },
    ]);
    expect(await found(history)).toEqual([['ContractProposed', 'RULE_STATEMENT_MISMATCH']]);
  });

  test('is proposed by an authority', async () => {
    const { history } = halfSigned();
    const lie = changed(history, 'ContractProposed', {
      metadata: (metadata) => void (metadata['actor'] = 'KG.NOBODY'),
    });
    expect((await found(history, lie))[0]).toEqual(['ContractProposed', 'TRUST_NOT_ALLOWED']);
  });
});

describe('the end of a contract', () => {
  const ended = () => {
    const history = agreedHistory();
    const { document, hash } = history.contracts.get('kg-ru')!.versions[0]!;
    const named = {
      contract: document.id,
      version: 1,
      hash,
      effectiveFrom: later(history.now, 60),
    };
    const by = (name: string) => [history.key(`${name} statement`), history.now] as const;
    const suspension = { ...named, effectiveUntil: later(history.now, 120) };
    history.endContract(suspendContract(...by('KG.MOH'), suspension));
    history.endContract(terminateContract(...by('KG.MOH'), named));
    return { history, named, suspension, by };
  };

  test.each<[ErrorCode, string, (parts: ReturnType<typeof ended>) => string]>([
    [
      'RULE_NOT_A_PARTY',
      'by a stranger',
      ({ named, by }) => terminateContract(...by('BY.MOH'), named),
    ],
    [
      'RULE_STATEMENT_MISMATCH',
      'at another time',
      ({ named, by, history }) =>
        terminateContract(...by('KG.MOH'), { ...named, effectiveFrom: later(history.now, 30) }),
    ],
    [
      'RULE_EFFECTIVE_TOO_EARLY',
      'at once',
      ({ named, by, history }) =>
        terminateContract(...by('KG.MOH'), { ...named, effectiveFrom: later(history.now, -1) }),
    ],
    [
      'RULE_CONTRACT_VERSION',
      'of another version',
      ({ named, by }) => terminateContract(...by('KG.MOH'), { ...named, version: 2 }),
    ],
    [
      'WIRE_TYP_UNEXPECTED',
      'by a suspension',
      ({ suspension, by }) => suspendContract(...by('KG.MOH'), suspension),
    ],
  ])('is found with %s where it was said %s', async (code, _, statement) => {
    const parts = ended();
    expect(await found(parts.history)).toEqual([]);
    const said = statement(parts);
    const lie = changed(parts.history, 'ContractTerminated', {
      data: (data) => void (data['statement'] = said),
    });
    expect(await found(parts.history, lie)).toEqual([['ContractTerminated', code]]);
  });

  test('is found where a suspension lasts longer than was said', async () => {
    const { history } = ended();
    const lie = changed(history, 'ContractSuspended', {
      data: (data) => void delete data['effectiveUntil'],
    });
    expect(await found(history, lie)).toEqual([['ContractSuspended', 'RULE_STATEMENT_MISMATCH']]);
  });
});

describe('what was shared under a contract', () => {
  test.each<[string, object]>([
    ['more than there was', { shared: 2 }],
    ['less than nothing', { shared: -1 }],
    ['no number', { shared: '1' }],
    ['no number as skipped', { skipped: null }],
    ['a half', { skipped: 0.5 }],
  ])('is counted: %s', async (_, count) => {
    const history = agreedHistory();
    const record = history.issue();
    history.agree(contractOf(history, 'kg-by', ['KG', 'BY'], { includeValid: true }));
    history.backfill('kg-by', [record]);
    expect(await found(history)).toEqual([]);
    const lie = changed(history, 'ContractBackfilled', { data: (data) => ({ ...data, ...count }) });
    expect(await found(history, lie)).toEqual([['ContractBackfilled', 'RULE_STATEMENT_MISMATCH']]);
  });

  test('is counted by the hub', async () => {
    const history = agreedHistory();
    history.agree(contractOf(history, 'kg-by', ['KG', 'BY'], { includeValid: true }));
    history.backfill('kg-by', []);
    const lie = changed(history, 'ContractBackfilled', {
      metadata: (metadata) => void (metadata['actor'] = 'KG.MOH'),
    });
    expect(await found(history, lie)).toEqual([['ContractBackfilled', 'RULE_STATEMENT_MISMATCH']]);
  });
});

test('an event of no known type is no event of a contract', async () => {
  const history = newHistory();
  history.append('contract-kg-ru', [
    { type: 'ContractForged', data: {}, at: history.now, by: 'HUB' },
  ]);
  expect(await found(history)).toEqual([['ContractForged', 'STORE_CORRUPT']]);
});
