import { storeUrl, type Setting, type StoreUrl } from './setting.ts';

/** Where a vault is: a file of one process, or a database that many share. */
export type VaultUrl = StoreUrl | { readonly kind: 'postgres'; readonly url: string };

/** Either the server proves who it is, or nothing is said of it: what looks like TLS and is not is refused. */
const TLS = [null, 'disable', 'verify-full'];

export const vaultUrl = (
  about: Pick<Setting<VaultUrl>, 'meaning' | 'default'>,
): Setting<VaultUrl> => {
  const file = storeUrl(about);
  return {
    ...file,
    holds: `${file.holds}, or postgres://user:password@host:port/database, with ?sslmode=verify-full&sslrootcert=file for TLS`,
    read: (given) => file.read(given) ?? database(given),
  };
};

function database(given: string): VaultUrl | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return undefined;
  const isWhole = url.hostname !== '' && /^\/[^/]+$/.test(url.pathname);
  return isWhole && TLS.includes(url.searchParams.get('sslmode'))
    ? { kind: 'postgres', url: given }
    : undefined;
}
