import { readFileSync } from 'node:fs';
import { RuleBroken, type Decider } from '#kernel';
import { codeOf, codeOfAsync, specFor } from './spec-for.ts';

type Command = { type: 'Add'; n: number };
type Event = { type: 'Added'; n: number };

const sum: Decider<number, Command, Event> = {
  initial: 0,
  decide: {
    Add({ n }, total) {
      if (total + n > 10)
        throw new RuleBroken('RULE_QUOTA', 'more than ten', {
          pointer: '/n',
          facts: { limit: 10 },
        });
      return n === 0 ? [] : [{ type: 'Added', n }];
    },
  },
  evolve: { Added: (total, { n }) => total + n },
};
const given = specFor(sum);
const add = (n: number): Command => ({ type: 'Add', n });
const added = (n: number): Event => ({ type: 'Added', n });

describe('specFor', () => {
  test('passes what the decider does', () => {
    given().when(add(3)).then(added(3));
    given(added(3)).when(add(0)).then();
    given(added(8)).when(add(3)).thenThrows('RULE_QUOTA');
  });

  test('keeps all that a refusal says in the golden, which --ci compares and does not write', () => {
    const golden = `${import.meta.dirname}/__snapshots__/spec-for.spec.ts.snap`;
    expect(readFileSync(golden, 'utf8')).toContain('RULE_QUOTA at /n: more than ten {"limit":10}');
  });

  test('fails on another event, a missing one, one too many, and an event that holds more', () => {
    expect(() => given().when(add(3)).then(added(4))).toThrow();
    expect(() => given().when(add(3)).then()).toThrow();
    expect(() => given().when(add(3)).then(added(3), added(3))).toThrow();
    const longer = { ...added(3), note: undefined };
    expect(() => given().when(add(3)).then(longer)).toThrow();
  });

  test('fails when nothing is refused, or with another code', () => {
    expect(() => given().when(add(3)).thenThrows('RULE_QUOTA')).toThrow();
    expect(() => given(added(8)).when(add(3)).thenThrows('RULE_NO_CONTRACT')).toThrow();
  });
});

test('codeOf lets an error without a code pass: it is a bug, not a refusal', async () => {
  const broken = () => {
    throw new TypeError('a bug');
  };
  expect(() => codeOf(broken)).toThrow(TypeError);
  await expect(codeOfAsync(async () => broken())).rejects.toThrow(TypeError);
});
