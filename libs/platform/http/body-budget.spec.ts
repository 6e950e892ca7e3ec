import { BodyBudget } from './body-budget.ts';

/** The longest that a timer takes: who is left waiting by a test must not be told so during another. */
const FOR_EVER = 2 ** 31 - 1;

const never = new Promise<void>(() => undefined);
const settled = () => new Promise(setImmediate);

describe('a budget of 10 bytes for bodies', () => {
  const admitted: string[] = [];
  let budget: BodyBudget;
  beforeEach(() => {
    budget = new BodyBudget(10, FOR_EVER);
    admitted.length = 0;
  });
  const take = async (name: string, bytes: number, gone = never) => {
    const release = await budget.take(bytes, gone);
    admitted.push(name);
    return release;
  };

  test('is shared as long as there is room', async () => {
    await take('a', 6);
    await take('b', 4);
    void take('c', 1);
    await settled();
    expect(admitted).toEqual(['a', 'b']);
  });

  test('is given in the order of arrival, also to one that is small', async () => {
    const release = await take('a', 8);
    void take('large', 10);
    void take('small', 1);
    await settled();
    expect(admitted).toEqual(['a']);
    release();
    await settled();
    expect(admitted).toEqual(['a', 'large']);
  });

  test('has room for one that is larger than all of it, alone', async () => {
    const release = await take('a', 1);
    void take('huge', 1_000).then((done) => done());
    void take('b', 1);
    await settled();
    expect(admitted).toEqual(['a']);
    release();
    await settled();
    expect(admitted).toEqual(['a', 'huge', 'b']);
  });

  test('forgets one who is gone, and admits who waited behind', async () => {
    await take('a', 8);
    let leave = (): void => undefined;
    const gone = new Promise<void>((resolve) => (leave = resolve));
    const waiting = take('b', 10, gone);
    void take('c', 2);
    leave();
    await expect(waiting).rejects.toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
    await settled();
    expect(admitted).toEqual(['a', 'c']);
  });

  test('tells one who waited too long to come again', async () => {
    budget = new BodyBudget(10, 1);
    const release = await take('a', 10);
    await expect(take('b', 1)).rejects.toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
    release();
    await take('c', 10);
    expect(admitted).toEqual(['a', 'c']);
  });
});
