type NodePreference = 'leader' | 'follower' | 'random' | 'read_only_replica';

/** What a connection string of EventStoreDB says; its adapter takes it as it is. */
export type EsdbUrl = {
  readonly kind: 'esdb';
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  readonly discover: boolean;
  readonly tls: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly nodePreference?: NodePreference;
  readonly connectionName?: string;
  readonly deadline?: number;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
};

const FORM =
  /^esdb(?<discover>\+discover)?:\/\/(?:(?<username>[^:@/?#]+):(?<password>[^@/?#]+)@)?(?<hosts>[^@/?#]+)\/?(?:\?(?<query>[^#]+))?$/;
const HOST = /^(?<address>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(?<port>\d{1,5}))?$/;

/** The port that EventStoreDB listens on where nobody says another. */
const PORT = 2113;

const PREFERENCES: readonly NodePreference[] = [
  'leader',
  'follower',
  'random',
  'read_only_replica',
];

const whole = (text: string): number | undefined =>
  /^(?:-1|\d{1,9})$/.test(text) ? Number(text) : undefined;
const yesOrNo = (text: string): boolean | undefined =>
  ({ true: true, false: false })[text.toLowerCase()];
const path = (text: string): string | undefined => (text === '' ? undefined : text);

/** The parameters of a connection string, without regard to case, and what each becomes. */
const PARAMETERS: Readonly<
  Record<string, readonly [keyof EsdbUrl | 'verify', (text: string) => unknown]>
> = {
  tls: ['tls', yesOrNo],
  // Its client verifies always: who wants a server unverified must say so with tls=false.
  tlsverifycert: ['verify', (text) => yesOrNo(text) || undefined],
  tlscafile: ['caFile', path],
  usercertfile: ['certFile', path],
  userkeyfile: ['keyFile', path],
  nodepreference: [
    'nodePreference',
    (text) =>
      PREFERENCES.find((one) => one.replaceAll('_', '') === text.toLowerCase().replaceAll('_', '')),
  ],
  connectionname: ['connectionName', path],
  defaultdeadline: ['deadline', (text) => whole(text) || undefined],
  keepaliveinterval: ['keepAliveInterval', whole],
  keepalivetimeout: ['keepAliveTimeout', whole],
  maxdiscoverattempts: ['maxDiscoverAttempts', (text) => whole(text) || undefined],
  discoveryinterval: ['discoveryInterval', whole],
  gossiptimeout: ['gossipTimeout', whole],
};

/** Undefined for anything that is not wholly understood: an option that is ignored is a mistake that nobody sees. */
export function esdbUrl(given: string): EsdbUrl | undefined {
  const parts = FORM.exec(given)?.groups;
  if (!parts) return undefined;
  try {
    const hosts = parts['hosts']!.split(',').map(host);
    const options = parameters(parts['query']);
    if (!options || hosts.some((one) => one === undefined)) return undefined;
    const { username, password } = parts;
    const url = {
      kind: 'esdb',
      hosts,
      discover: parts['discover'] !== undefined,
      tls: true,
      ...(username !== undefined && {
        credentials: {
          username: decodeURIComponent(username),
          password: decodeURIComponent(password!),
        },
      }),
      ...options,
    };
    // Sound: every host is one, and every option has the value that its own reader gave.
    return isWhole(url as EsdbUrl) ? (url as EsdbUrl) : undefined;
  } catch {
    return undefined; // Percent signs that encode nothing.
  }
}

function host(text: string): { address: string; port: number } | undefined {
  const parts = HOST.exec(text)?.groups;
  const port = Number(parts?.['port'] ?? PORT);
  return parts && port > 0 && port < 65_536 ? { address: parts['address']!, port } : undefined;
}

function parameters(query = ''): Record<string, unknown> | undefined {
  const options: Record<string, unknown> = {};
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', text = '', ...rest] = pair.split('=');
    const [option, read] = PARAMETERS[name.toLowerCase()] ?? [];
    const value = rest.length > 0 ? undefined : read?.(decodeURIComponent(text));
    if (option === undefined || value === undefined || option in options) return undefined;
    options[option] = value;
  }
  delete options['verify'];
  return options;
}

/** A certificate to sign in with has a key, and certificates are for TLS. Without TLS the client sends no password. */
const isWhole = ({ tls, caFile, certFile, keyFile }: EsdbUrl): boolean =>
  (certFile === undefined) === (keyFile === undefined) &&
  (tls || (caFile ?? certFile) === undefined);
