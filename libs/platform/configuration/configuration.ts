import type { Setting } from './setting.ts';
import { SETTINGS, type Variable } from './settings.ts';

/** Typed values of the named variables, under the variables' own names. */
export type Configuration<Name extends Variable = Variable> = {
  readonly [Each in Name]: NonNullable<ReturnType<(typeof SETTINGS)[Each]['read']>>;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Sentences for the person who starts the process: one for each variable at fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads and checks what a process needs, once, at its start.
 * @throws ConfigurationError naming each bad variable, what it holds (unless secret) and what it may hold
 */
export function readConfiguration<Name extends Variable>(
  environment: Environment,
  names: readonly Name[],
): Configuration<Name> {
  const faults: string[] = [];
  const values: Partial<Record<Variable, unknown>> = {};
  for (const name of names) {
    const setting: Setting<unknown> = SETTINGS[name];
    const given = environment[name] ?? setting.default;
    values[name] = given === undefined ? undefined : setting.read(given);
    if (values[name] === undefined) faults.push(fault(name, setting, given));
  }
  const { CONTRACT_MARGIN_SECONDS: margin, VIEW_AGE_LIMIT_SECONDS: limit } = values;
  if (typeof margin === 'number' && typeof limit === 'number' && margin < 2 * limit)
    faults.push(
      `CONTRACT_MARGIN_SECONDS holds "${margin}"; it may hold no less than twice VIEW_AGE_LIMIT_SECONDS, which is "${limit}".`,
    );
  if (faults.length > 0) throw new ConfigurationError(faults.join('\n'));
  // Sound: every name has a value that its own setting read.
  return values as Configuration<Name>;
}

function fault(name: string, { holds, secret }: Setting<unknown>, given?: string): string {
  if (given === undefined) return `${name} is not set; it may hold ${holds}.`;
  const shown = secret ? 'something else' : shorten(given);
  return `${name} holds ${shown}; it may hold ${holds}.`;
}

/** Quoted, control characters escaped, a password in a URL hidden. */
function shorten(given: string): string {
  const open = given.replace(/\/\/[^/@]*@/, '//…@');
  return JSON.stringify(open.length > 80 ? `${open.slice(0, 80)}…` : open);
}
