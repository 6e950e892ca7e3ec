import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A server's self-signed certificate for 127.0.0.1, and the key store it came from. */
export type Certificate = {
  readonly store: string;
  readonly password: string;
  /** PEM; who trusts it trusts the server. */
  readonly authority: string;
};

/** Made with Java's own keytool, which is wherever a broker runs. */
export async function selfSigned(folder: string): Promise<Certificate> {
  const store = join(folder, 'broker.p12');
  const password = 'for-one-test-run';
  const common = ['-keystore', store, '-storepass', password, '-alias', 'broker'];
  await run('keytool', [
    ...['-genkeypair', ...common, '-storetype', 'PKCS12', '-dname', 'CN=127.0.0.1'],
    ...['-keyalg', 'EC', '-groupname', 'secp256r1', '-ext', 'san=ip:127.0.0.1', '-validity', '30'],
  ]);
  const authority = join(folder, 'authority.pem');
  await run('keytool', ['-exportcert', '-rfc', ...common, '-file', authority]);
  return { store, password, authority: await readFile(authority, 'utf8') };
}
