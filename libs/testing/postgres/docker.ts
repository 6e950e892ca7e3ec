import { GenericContainer, Wait } from 'testcontainers';

const PORT = 5432;

/** A server in a container. */
export async function startInDocker() {
  const container = await new GenericContainer('postgres:17')
    .withExposedPorts(PORT)
    .withEnvironment({ POSTGRES_USER: 'hub', POSTGRES_PASSWORD: 'for-one-test-run' })
    // It starts twice: once to be prepared, then to serve.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const place = `${container.getHost()}:${container.getMappedPort(PORT)}`;
  return {
    url: `postgres://hub:for-one-test-run@${place}/hub`,
    end: async () => void (await container.stop()),
  };
}
