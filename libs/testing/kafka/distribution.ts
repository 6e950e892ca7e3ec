import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that runs where none is named; the suite passes on 3.9.1, too. */
export const KAFKA_VERSION = '4.1.1';

/** What Kafka logs through: without a binding it logs nothing. The API of all its versions until now is 1.7.36. */
const SLF4J_VERSION = '1.7.36';

/** Where class paths that were resolved once are kept; the artefacts themselves are in Maven's own repository. */
const CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache');

const pom = (version: string): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>eurasec</groupId><artifactId>broker-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>${SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>`;

/**
 * The Java class path of this version of Apache Kafka, from Maven artefacts. The first time it is downloaded into the
 * user's Maven repository; afterwards Maven is not even started.
 */
export async function classPathOf(version: string): Promise<string> {
  const cached = join(CACHE, `kafka-${version}.classpath`);
  const known = await readFile(cached, 'utf8').catch(() => '');
  if (known !== '' && known.split(delimiter).every((jar) => existsSync(jar))) return known;
  const folder = await mkdtemp(join(tmpdir(), 'kafka-pom-'));
  try {
    await writeFile(join(folder, 'pom.xml'), pom(version));
    const output = join(folder, 'classpath');
    const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${output}`];
    await run('mvn', ['--quiet', '--batch-mode', '--file', folder, ...goal]);
    const classPath = (await readFile(output, 'utf8')).trim();
    await mkdir(CACHE, { recursive: true });
    // Two processes may resolve it at once; neither may see half of it.
    const whole = `${cached}.${process.pid}`;
    await writeFile(whole, classPath);
    await rename(whole, cached);
    return classPath;
  } catch (error) {
    throw new Error(`Maven could not bring Apache Kafka ${version}: ${reason(error)}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Maven says on stdout what went wrong. */
const reason = (error: unknown): string => {
  const { stdout = '', message } = error as { stdout?: string; message: string };
  return stdout.split('\n').find((line) => line.includes('ERROR')) ?? message;
};
