import { WireError } from '#kernel';
import { generateKey } from '#signing';
import { StatusKeys } from './status-keys.ts';

const [first, second] = [generateKey('KG.MOH', 'status'), generateKey('KG.MOH', 'status')];

test('the best key that is here signs; one that is not here is looked for now and then', async () => {
  let [now, looks] = [0, 0];
  const there = [first];
  const read = async () => {
    looks++;
    return there;
  };
  const keys = new StatusKeys([first], read, undefined, () => now);
  expect(await keys.firstOf([])).toBeUndefined();
  expect(await keys.firstOf([first.kid])).toBe(first);
  expect(looks).toBe(0);
  expect(await keys.firstOf([second.kid, first.kid])).toBe(first);
  there.push(second);
  now = 4_999;
  expect(await keys.firstOf([second.kid, first.kid])).toBe(first);
  expect(looks).toBe(1);
  now = 5_000;
  expect(await keys.firstOf([second.kid, first.kid])).toBe(second);
  now = 60_000;
  expect(await keys.firstOf([second.kid])).toBe(second);
  expect(looks).toBe(2);
});

test('keys that cannot be read leave those that were', async () => {
  const told: string[] = [];
  const read = async () => {
    throw new WireError('WIRE_KEY_FILE', 'half of a key');
  };
  const keys = new StatusKeys([first], read, (what, { code }) => told.push(`${what}: ${code}`));
  expect(await keys.firstOf([second.kid, first.kid])).toBe(first);
  expect(told).toEqual(['status keys cannot be read: WIRE_KEY_FILE']);
});
