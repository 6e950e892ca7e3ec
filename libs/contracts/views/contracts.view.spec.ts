import {
  activated,
  agreed,
  backfilled,
  during,
  end,
  hashOfVersion,
  nextTerms,
  now,
  proposed,
  renewed,
  signed,
  soon,
  start,
  suspended,
  terms,
  terminated,
} from '../domain/contract.samples.ts';
import type { ContractDocument, ContractEvent } from '../domain/contract.messages.ts';
import {
  activeVersions,
  contractsKnownAt,
  contractsView,
  grantsOf,
  letsAsk,
  pendingBackfills,
  standingOf,
  versionOf,
} from './contracts.view.ts';

const view = (...events: readonly { readonly type: string }[]) =>
  events.reduce(contractsView.evolve, contractsView.initial);
const version = (document: ContractDocument) => ({
  contract: document.id,
  version: document.version,
  hash: hashOfVersion(document.version),
  document,
});
const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
/** The same life under another name. */
const ofContract = (id: string, events: readonly ContractEvent[]): ContractEvent[] =>
  JSON.parse(JSON.stringify(events).replaceAll('kg-ru', id)) as ContractEvent[];

describe('how a contract stands', () => {
  test.each<[string, string | undefined, readonly ContractEvent[], string]>([
    ['was never proposed', undefined, [], during],
    ['was proposed', 'PROPOSED', [proposed()], during],
    ['is signed by some', 'PROPOSED', [proposed(), signed('KG')], during],
    ['is signed by all, the moment before its day', 'AGREED', agreed, before(start)],
    ['is in effect', 'IN_FORCE', agreed, start],
    ['is in its last moment', 'IN_FORCE', agreed, before(end)],
    ['has run out', 'EXPIRED', agreed, end],
    ['is to be suspended', 'IN_FORCE', [...agreed, suspended()], before(during)],
    ['is suspended', 'SUSPENDED', [...agreed, suspended()], during],
    ['is suspended and runs out', 'EXPIRED', [...agreed, suspended()], end],
    ['is to be terminated', 'IN_FORCE', [...agreed, terminated()], before(during)],
    ['is terminated', 'TERMINATED', [...agreed, terminated()], during],
    ['is terminated and runs out', 'TERMINATED', [...agreed, terminated()], end],
    [
      'is terminated before its day',
      'TERMINATED',
      [...agreed, terminated({ effectiveFrom: soon })],
      before(start),
    ],
    ['is renewed', 'IN_FORCE', renewed, end],
    ['is suspended and renewed', 'IN_FORCE', [...renewed, suspended()], end],
  ])('that %s is %s', (_, standing, events, at) =>
    expect(standingOf(view(...events), 'kg-ru', at)).toBe(standing),
  );

  test('that was suspended for a time is that it runs again afterwards', () => {
    const dates = { effectiveFrom: during, effectiveUntil: '2031-10-01T00:00:00.000Z' };
    const resumed = view(...agreed, suspended(dates));
    expect(standingOf(resumed, 'kg-ru', before(dates.effectiveUntil))).toBe('SUSPENDED');
    expect(standingOf(resumed, 'kg-ru', dates.effectiveUntil)).toBe('IN_FORCE');
  });

  test('by several suspensions is suspended while any lasts', () => {
    const dates = { effectiveFrom: start, effectiveUntil: during };
    const twice = view(...agreed, suspended(), suspended(dates));
    expect(standingOf(twice, 'kg-ru', before(during))).toBe('SUSPENDED');
    expect(standingOf(twice, 'kg-ru', end)).toBe('EXPIRED');
    expect(standingOf(twice, 'kg-ru', during)).toBe('SUSPENDED');
  });
});

describe('versions in force', () => {
  test('are those whose time it is', () => {
    expect(activeVersions(view(...agreed), before(start))).toStrictEqual([]);
    expect(activeVersions(view(...agreed), start)).toStrictEqual([version(terms)]);
    expect(activeVersions(view(...agreed), end)).toStrictEqual([]);
    expect(activeVersions(view(...agreed, suspended()), during)).toStrictEqual([]);
    expect(activeVersions(view(...agreed, terminated()), during)).toStrictEqual([]);
  });

  test('are one per contract: the earlier ends when the later takes effect', () => {
    expect(activeVersions(view(...renewed), before(during))).toStrictEqual([version(terms)]);
    expect(activeVersions(view(...renewed), during)).toStrictEqual([version(nextTerms)]);
    expect(activeVersions(view(...renewed), end)).toStrictEqual([version(nextTerms)]);
  });

  test('do not fall back to a version that has ended', () => {
    const short = { ...nextTerms, validUntil: '2031-10-01T00:00:00.000Z' };
    const events = [...agreed, proposed(short), signed('KG', { version: 2 })];
    const both = view(...events, signed('RU', { version: 2 }), activated(during, { version: 2 }));
    expect(activeVersions(both, '2031-10-01T00:00:00.000Z')).toStrictEqual([]);
  });

  test('come in the order of their contracts, whatever the order of events', () => {
    const [a, b] = [ofContract('a', agreed), ofContract('b', agreed)];
    const ids = (...events: ContractEvent[]) =>
      activeVersions(view(...events), start).map(({ contract }) => contract);
    expect(ids(...b, ...a)).toStrictEqual(['a', 'b']);
    expect(ids(...a, ...b)).toStrictEqual(['a', 'b']);
  });

  test('are answered as the hub knew it then', () => {
    const events = [
      ...agreed,
      terminated({ effectiveFrom: during, at: '2031-08-01T00:00:00.000Z' }),
    ];
    const asOf = (knownAt: string) => activeVersions(contractsKnownAt(events, knownAt), during);
    expect(asOf(before(now))).toStrictEqual([]);
    expect(asOf(now)).toStrictEqual([version(terms)]);
    expect(asOf(before('2031-08-01T00:00:00.000Z'))).toStrictEqual([version(terms)]);
    expect(asOf('2031-08-01T00:00:00.000Z')).toStrictEqual([]);
  });
});

describe('a version that an event names', () => {
  const both = view(...renewed, terminated({ version: 2 }));

  test('is found whatever became of the contract', () => {
    expect(versionOf(both, version(terms))).toStrictEqual(version(terms));
    expect(versionOf(both, { contract: 'kg-ru', version: 2 })).toStrictEqual(version(nextTerms));
  });

  test('is found by all it is named by', () => {
    expect(versionOf(both, { contract: 'kz-ru', version: 1 })).toBeUndefined();
    expect(versionOf(both, { contract: 'kg-ru', version: 3 })).toBeUndefined();
    expect(versionOf(both, { contract: 'kg-ru', version: 1, hash: 'hash-2' })).toBeUndefined();
  });

  test('gives its grants', () => {
    const at = { contract: 'kg-ru', version: 1 };
    const [first, second] = terms.grants;
    expect(
      grantsOf(both, [
        { ...at, grant: 1 },
        { ...at, grant: 0 },
      ]),
    ).toStrictEqual([second, first]);
    expect(grantsOf(both, [{ ...at, grant: 2 }])).toStrictEqual([]);
    expect(grantsOf(both, [{ ...at, version: 3, grant: 0 }])).toStrictEqual([]);
  });
});

describe('records are yet to be shared', () => {
  const pending = (events: readonly ContractEvent[], at: string) =>
    pendingBackfills(view(...events), at).map((one) => one.version);

  test('under a version that includes the valid ones, from its effect until that is done', () => {
    expect(pending(renewed, before(during))).toStrictEqual([]);
    expect(pending(renewed, during)).toStrictEqual([2]);
    expect(pending([...renewed, backfilled()], during)).toStrictEqual([]);
  });

  test('under no version that does not include them', () =>
    expect(pending(agreed, start)).toStrictEqual([]));

  test('under no version that is suspended or terminated', () => {
    expect(pending([...renewed, suspended({ version: 2 })], during)).toStrictEqual([]);
    expect(pending([...renewed, terminated({ version: 2 })], during)).toStrictEqual([]);
  });
});

describe('a version lets a role ask', () => {
  const [asker, matter] = [
    { state: 'RU', role: 'agency' },
    {
      issuer: 'KG.MOH',
      recordType: 'MedicalCertificate',
      under: [{ contract: 'other', version: 1, hash: 'hash-o' }, version(terms)],
    },
  ];
  const asks = (of: Partial<typeof asker> = {}, about: Partial<typeof matter> = {}) =>
    letsAsk(version(nextTerms), { ...asker, ...of }, { ...matter, ...about });

  test('about what runs under its contract, whatever version', () => expect(asks()).toBe(true));

  test.each([
    ['another state', { state: 'KZ' }, {}],
    ['another role', { role: 'information-centre' }, {}],
    ['what another issued', {}, { issuer: 'KG.MOL' }],
    ['records of another type', {}, { recordType: 'Demand' }],
    ['what runs under other contracts', {}, { under: matter.under.slice(0, 1) }],
    ['what runs under no contract', {}, { under: [] }],
  ])('but not: %s', (_, of, about) => expect(asks(of, about)).toBe(false));
});

test('a contract is known whole: what it says, who signed it, and from when it counts', () =>
  expect(view(...agreed).get('kg-ru')).toStrictEqual({
    drafts: [],
    versions: [
      {
        hash: hashOfVersion(1),
        document: terms,
        signatures: [
          { party: 'KG', protected: 'header-KG', signature: 'KG' },
          { party: 'RU', protected: 'header-RU', signature: 'RU' },
        ],
        effectiveFrom: start,
        suspensions: [],
        backfilled: false,
      },
    ],
    terminatedFrom: undefined,
    acts: [],
  }));

test('events of other families leave the view as it is', () => {
  const known = view(...agreed);
  expect(contractsView.evolve(known, { type: 'CertificateIssued' })).toBe(known);
  expect(contractsView.evolve(known, { type: 'constructor' })).toBe(known);
});

test('a new event leaves earlier views as they were', () => {
  const known = view(...agreed);
  view(...agreed, terminated());
  contractsView.evolve(known, terminated());
  expect(standingOf(known, 'kg-ru', during)).toBe('IN_FORCE');
});
