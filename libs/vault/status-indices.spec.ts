import { draw, emptyList, isAllocated, LIST_SIZE } from './status-indices.ts';

test('drawn indices are marked, and nothing else is', () => {
  const list = emptyList();
  const drawn = new Set(draw(list, 100));
  const marked = Array.from({ length: LIST_SIZE }, (_, index) => index).filter((index) =>
    isAllocated(list, index),
  );
  expect(new Set(marked)).toEqual(drawn);
  expect(marked).toHaveLength(100);
});

test('the last free index is drawn; then none is', () => {
  const list = emptyList().fill(255);
  list[1000] = 0b1110_1111;
  expect(draw(list, 2)).toBeUndefined();
  expect(draw(list, 1)).toEqual([8004]);
  expect(draw(list, 1)).toBeUndefined();
});

test('every free index is as likely as any other', () => {
  const counts = new Map<number, number>();
  for (let round = 0; round < 400; round++) {
    const list = emptyList().fill(255);
    list[0] = 0;
    for (const index of draw(list, 2) ?? []) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  // Each of eight is drawn with probability 1/4: 100 times of 400, give or take 6 standard deviations.
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(52);
});

test('what lies outside the list is not allocated', () => {
  const list = emptyList().fill(255);
  expect([-1, LIST_SIZE].map((index) => isAllocated(list, index))).toEqual([false, false]);
});
