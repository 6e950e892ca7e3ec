import fc from 'fast-check';
import type { ContractVersion, Grant } from '#contracts';
import { authorities, directory, grant, question, version } from './exchange.samples.ts';
import { route } from './route.ts';

const routed = (...active: ContractVersion[]) => route(question, active, directory);
const toRole = (state: string, role: string) => grant({ to: { state, role } });
const at = (contract: string, place: number, number = 1) => ({
  contract,
  version: number,
  grant: place,
});
const under = (contract: string, number = 1) => ({
  contract,
  version: number,
  hash: `${contract}-${number}`,
});

describe('a record', () => {
  test('goes to the authority that a grant names', () =>
    expect(routed(version('a', [grant()]))).toStrictEqual({
      under: [under('a')],
      to: [{ authority: 'RU.MOH', grants: [at('a', 0)] }],
      maxAgeSeconds: 100,
    }));

  test('goes to every authority that has the role in the state', () =>
    expect(routed(version('a', [toRole('RU', 'labour-ministry')])).to).toStrictEqual([
      { authority: 'RU.MOL', grants: [at('a', 0)] },
      { authority: 'RU.MVD', grants: [at('a', 0)] },
    ]));

  test('goes to each authority once, with every grant it has', () =>
    expect(
      routed(
        version('b', [grant()], { number: 3 }),
        version('a', [grant({ from: 'KZ.MOH' }), toRole('RU', 'health-ministry'), grant()]),
      ).to,
    ).toStrictEqual([{ authority: 'RU.MOH', grants: [at('a', 1), at('a', 2), at('b', 0, 3)] }]));

  test.each(['agency', 'information-centre'])(
    'runs under a contract that only answers: %s, and goes to nobody',
    (role) => {
      const answering = version('a', [grant({ to: { state: 'RU', role }, claims: [] })]);
      // Even where an authority were endorsed with a role of that name.
      const confused = { ...directory, authoritiesWith: () => ['RU.MOH'] };
      expect(route(question, [answering], confused)).toStrictEqual({
        under: [under('a')],
        to: [],
        maxAgeSeconds: 100,
      });
    },
  );

  test('never comes back to its issuer', () => {
    const all = version('a', [toRole('KG', 'health-ministry'), toRole('KG', 'labour-ministry')]);
    expect(routed(all).to).toStrictEqual([{ authority: 'KG.MOL', grants: [at('a', 1)] }]);
    expect(routed(version('a', [grant({ to: { authority: 'KG.MOH' } })])).to).toStrictEqual([]);
  });

  test('goes to no authority that no root endorsed', () => {
    const unknown = version('a', [
      grant({ to: { authority: 'RU.FSB' } }),
      toRole('BY', 'health-ministry'),
    ]);
    expect(routed(unknown)).toStrictEqual({ under: [under('a')], to: [], maxAgeSeconds: 100 });
  });

  test('without a contract of its issuer and type goes nowhere, under nothing', () => {
    const none = { under: [], to: [], maxAgeSeconds: 0 };
    expect(routed()).toStrictEqual(none);
    expect(routed(version('a', [grant({ from: 'KZ.MOH' })]))).toStrictEqual(none);
    expect(routed(version('a', [grant({ recordType: 'MedicalEvidence' })]))).toStrictEqual(none);
  });

  test('is held to the strictest age limit of the contracts it runs under', () => {
    const [strict, lax] = [{ maxAgeSeconds: 10 }, { maxAgeSeconds: 20 }];
    const elsewhere = version('c', [grant({ from: 'KZ.MOH' })], { maxAgeSeconds: 1 });
    expect(
      routed(version('a', [grant()], lax), version('b', [grant()], strict), elsewhere),
    ).toMatchObject({
      maxAgeSeconds: 10,
      under: [under('a'), under('b')],
    });
  });
});

describe('whatever the contracts say', () => {
  const authority = fc.constantFrom(...authorities, 'RU.FSB', 'BY.MOH');
  const anyGrant: fc.Arbitrary<Grant> = fc
    .record({
      from: fc.constantFrom('KG.MOH', 'KZ.MOH'),
      recordType: fc.constantFrom('MedicalCertificate', 'MedicalEvidence'),
      to: fc.oneof(
        fc.record({ authority }),
        fc.record({
          state: fc.constantFrom('KG', 'RU', 'KZ', 'BY'),
          role: fc.constantFrom(
            'health-ministry',
            'labour-ministry',
            'migration-authority',
            'agency',
          ),
        }),
      ),
    })
    .map((change) => grant(change));
  const anyContracts = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc
            .tuple(fc.array(anyGrant, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }))
            .map(([grants, number]) => version(name, grants, { number })),
        ),
      ),
    );

  test('routing names no authority that no contract in force grants, and no grant that is not the authority’s', () =>
    fc.assert(
      fc.property(anyContracts, (active) => {
        for (const { authority: recipient, grants } of routed(...active).to) {
          expect(grants).not.toHaveLength(0);
          expect(recipient).not.toBe(question.issuer);
          for (const reference of grants) {
            const granted = active.find(
              ({ contract, version: number }) =>
                contract === reference.contract && number === reference.version,
            )?.document.grants[reference.grant];
            expect(granted).toMatchObject(withoutTo);
            expect(isMeant(granted!.to, recipient)).toBe(true);
          }
        }
      }),
    ));

  test('routing leaves out no authority that a contract in force grants', () =>
    fc.assert(
      fc.property(anyContracts, (active) => {
        const reached = routed(...active).to.map((one) => one.authority);
        const granted = active.flatMap(({ document }) => document.grants).filter(isOfQuestion);
        const meant = authorities.filter(
          (one) => one !== question.issuer && granted.some(({ to }) => isMeant(to, one)),
        );
        expect(reached).toStrictEqual(meant.sort());
      }),
    ));

  test('the order of contracts does not matter', () =>
    fc.assert(
      fc.property(anyContracts, fc.infiniteStream(fc.nat()), (active, keys) => {
        const shuffled = active
          .map((one) => [keys.next().value, one] as const)
          .sort(([one], [other]) => one - other)
          .map(([, one]) => one);
        expect(routed(...shuffled)).toStrictEqual(routed(...active));
      }),
    ));

  const withoutTo = { from: question.issuer, recordType: question.recordType };
  const isOfQuestion = ({ from, recordType }: Grant) =>
    from === question.issuer && recordType === question.recordType;
  const isMeant = (to: Grant['to'], recipient: string) =>
    'authority' in to
      ? to.authority === recipient
      : to.role !== 'agency' && directory.authoritiesWith(to.state, to.role).includes(recipient);
});
