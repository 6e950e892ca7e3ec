import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const works = (command: string, ...options: string[]): Promise<boolean> =>
  run(command, options, { timeout: 60_000 }).then(
    () => true,
    () => false,
  );

export const dockerWorks = (): Promise<boolean> => works('docker', 'info');

/** Java 17 or newer and Maven. */
const areHere = async (): Promise<boolean> =>
  (await works('java', '-version')) && (await works('mvn', '--version'));

const SENTENCE =
  'No Apache Kafka to be had: name one in KAFKA_BROKERS (host:port,…), start Docker, or install Java 17 or newer and Maven.';

/**
 * Sees to it that Java and Maven are here: where the system is Debian's and whoever runs this may, they are installed.
 * @throws Error a sentence that says what to install
 */
export async function requireJava(): Promise<void> {
  if (await areHere()) return;
  if (process.getuid?.() === 0 && (await works('apt-get', '--version'))) {
    process.stderr.write('Installing Java and Maven …\n');
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update'], options).catch(() => {});
    const packages = ['default-jre-headless', 'maven'];
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options).catch(
      () => {},
    );
    if (await areHere()) return;
  }
  throw new Error(SENTENCE);
}
