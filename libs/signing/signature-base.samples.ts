/** A message whose signature base is wanted; header names as they were written. */
export type SignedMessage = {
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** The signature base as RFC 9421 §2.5 tells it, for any covered components: written apart from the code it checks. */
export function signatureBase(signatureInput: string, message: SignedMessage): string {
  const parameters = signatureInput.slice(signatureInput.indexOf('=') + 1);
  const components = [...parameters.slice(0, parameters.indexOf(')')).matchAll(/"([^"]+)"/g)];
  const lines = components.map(([quoted, name]) => `${quoted}: ${component(name!, message)}`);
  return [...lines, `"@signature-params": ${parameters}`].join('\n');
}

function component(name: string, { method, url, status, headers }: SignedMessage): string {
  const target = new URL(url ?? 'https://none.example');
  const derived: Readonly<Record<string, string | undefined>> = {
    '@method': method,
    '@authority': target.host,
    '@path': target.pathname,
    '@query': target.search || '?',
    '@status': status?.toString(),
  };
  const header = Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];
  return derived[name] ?? header!;
}
