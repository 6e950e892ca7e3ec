import type { EventStoreUrl, Setting } from './setting.ts';
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
  if (shareServer(values.EVENT_STORE_URL, values.ACCESS_LOG_URL))
    faults.push(
      'ACCESS_LOG_URL names a server of EVENT_STORE_URL; it may hold only a store that is not that one: their events must not lie in one log.',
    );
  if (faults.length > 0) throw new ConfigurationError(faults.join('\n'));
  // Sound: every name has a value that its own setting read.
  return values as Configuration<Name>;
}

/** Whether two event stores would be one. Two of one file are refused by the file's lock. */
function shareServer(one: unknown, other: unknown): boolean {
  // Sound: both are what `eventStoreUrl` read, or were not read.
  const [hosts = [], others = []] = [one, other].map((url) => {
    const store = url as EventStoreUrl | undefined;
    return store?.kind === 'esdb'
      ? store.hosts.map(({ address, port }) => `${address}:${port}`)
      : [];
  });
  return hosts.some((host) => others.includes(host));
}

function fault(name: string, { holds, secret }: Setting<unknown>, given?: string): string {
  if (given === undefined) return `${name} is not set; it may hold ${holds}.`;
  const shown = secret ? 'something else' : shorten(given);
  return `${name} holds ${shown}; it may hold ${holds}.`;
}

/** Quoted, control characters escaped, a password in a URL hidden. */
function shorten(given: string): string {
  const open = given.replace(/\/\/[^]*@/, '//…@');
  return JSON.stringify(open.length > 80 ? `${open.slice(0, 80)}…` : open);
}
