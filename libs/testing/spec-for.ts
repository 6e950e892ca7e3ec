import { decide, fold, HubError, type Decider, type ErrorCode, type Message } from '#kernel';

/**
 * Given/when/then for a decider: `specFor(decider)(...events).when(command).then(...events)`.
 * `then` wants exactly these events in this order; without arguments, none. `thenThrows` wants the coded refusal.
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
          expect(codeOf(outcome)).toBe(code);
        },
      };
    },
  });

/** The code of the refusal that `action` throws, `undefined` when it throws none. Any other error passes through. */
export function codeOf(action: () => unknown): ErrorCode | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}

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
