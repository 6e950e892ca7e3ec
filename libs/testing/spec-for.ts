import { decide, fold, HubError, type Decider, type ErrorCode, type Message } from '#kernel';

/**
 * Given/when/then for a decider: `specFor(decider)(...events).when(command).then(...events)`.
 * `then` wants exactly these events in this order; without arguments, none. `thenThrows` wants the coded refusal,
 * worded as its golden is (see `expectRefusal`).
 */
export const specFor =
  <State, Command extends Message, Event extends Message>(
    decider: Decider<State, Command, Event>,
  ) =>
  (...events: Event[]) => ({
    when(command: Command) {
      const outcome = () => decide(decider, command, fold(decider, events));
      return {
        then(...expected: Event[]): void {
          expect(outcome()).toStrictEqual(expected);
        },
        thenThrows(code: ErrorCode): void {
          expectRefusal(outcome, code);
        },
      };
    },
  });

/** Wants `action` to be refused with this code, and worded as its golden is (see `expectGolden`). */
export function expectRefusal(action: () => unknown, code: ErrorCode): void {
  const refusal = refusalOf(action);
  expect(refusal?.code).toBe(code);
  if (refusal) expectGolden(refusal);
}

/**
 * Wants all that the refusal says, `RULE_QUOTA at /n: more than ten {"limit":10}`, to be the golden in `__snapshots__`
 * beside the spec, where reviewers see every text: none may hold personal data. `npm test -- PATH` writes a new
 * golden, `-u` changes one; `--ci` fails on one that is missing, differs, or belongs to no test any more.
 */
export function expectGolden({ code, pointer, message, facts }: HubError): void {
  const place = pointer === undefined ? '' : ` at ${pointer}`;
  const known = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`;
  expect(`${code}${place}: ${message}${known}`).toMatchSnapshot();
}

/** The refusal that `action` throws, `undefined` when it throws none. Any other error passes through. */
export function refusalOf(action: () => unknown): HubError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
}

/** The code of `refusalOf`. */
export const codeOf = (action: () => unknown): ErrorCode | undefined => refusalOf(action)?.code;

/** `codeOf` for what answers later. */
export async function codeOfAsync(action: () => Promise<unknown>): Promise<ErrorCode | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}
