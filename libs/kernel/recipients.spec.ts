import { joinRecipients } from './recipients.ts';

const grant = (contract: string, version: number, place: number) => ({
  contract,
  version,
  grant: place,
});

describe('recipients joined', () => {
  test('are everybody of either list', () => {
    const kz = { authority: 'KZ.MOH', grants: [grant('a', 1, 0)] };
    const ru = { authority: 'RU.MOH', grants: [grant('a', 1, 1)] };
    expect(joinRecipients([ru], [kz])).toStrictEqual([kz, ru]);
    expect(joinRecipients([], [])).toStrictEqual([]);
  });

  test('keep each grant once, in the order of contract, version and place', () => {
    const first = { authority: 'RU.MOH', grants: [grant('b', 1, 0), grant('a', 2, 1)] };
    const second = {
      authority: 'RU.MOH',
      grants: [grant('a', 2, 1), grant('a', 1, 7), grant('a', 2, 0), grant('a', 10, 0)],
    };
    const all = [
      grant('a', 1, 7),
      grant('a', 2, 0),
      grant('a', 2, 1),
      grant('a', 10, 0),
      grant('b', 1, 0),
    ];
    expect(joinRecipients([first], [second])).toStrictEqual([{ authority: 'RU.MOH', grants: all }]);
    expect(joinRecipients([second], [first])).toStrictEqual([{ authority: 'RU.MOH', grants: all }]);
  });
});
