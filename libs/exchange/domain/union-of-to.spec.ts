import { unionOfTo } from './union-of-to.ts';

const to = (authority: string, ...places: number[]) => ({
  authority,
  grants: places.map((place) => ({ contract: 'kg-ru', version: 1, grant: place })),
});

test('a stream has gone to whom any of its events went to, under all their grants', () => {
  const stream = [{ to: [to('RU.MOH', 0)] }, {}, { to: [to('RU.MOH', 1), to('KZ.MOH', 2)] }];
  expect(unionOfTo(stream)).toStrictEqual([to('KZ.MOH', 2), to('RU.MOH', 0, 1)]);
  expect(unionOfTo([])).toStrictEqual([]);
});
