/** Under way at once: the next ones come while one is worked on. */
const AT_ONCE = 8;

/** What comes of each item, in the order of the items. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  fetchOne: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    const one = fetchOne(item);
    // Whoever has stopped at the failure of an earlier one does not wait for this one.
    one.catch(() => undefined);
    running.push(one);
    if (running.length === AT_ONCE) yield await running.shift()!;
  }
  for (const one of running) yield await one;
}
