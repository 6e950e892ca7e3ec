import { installPackages, works } from '../shared/commands.ts';

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
  await installPackages('Java and Maven', 'default-jre-headless', 'maven');
  if (!(await areHere())) throw new Error(SENTENCE);
}
