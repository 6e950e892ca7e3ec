import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const works = (command: string, ...options: string[]): Promise<boolean> =>
  run(command, options, { timeout: 60_000 }).then(
    () => true,
    () => false,
  );

export const dockerWorks = (): Promise<boolean> => works('docker', 'info');

/** Installs Debian packages where the system is Debian's and whoever runs this may; elsewhere does nothing. */
export async function installPackages(what: string, ...packages: string[]): Promise<void> {
  if (process.getuid?.() !== 0 || !(await works('apt-get', '--version'))) return;
  process.stderr.write(`Installing ${what} …\n`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update'], options).catch(() => {});
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options).catch(
    () => {},
  );
}
