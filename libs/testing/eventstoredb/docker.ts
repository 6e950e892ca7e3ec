import { GenericContainer, Wait } from 'testcontainers';

const PORT = 2113;

/** A single node in a container: without TLS, its log in memory, with the projections that fill a log with links. */
export async function startInDocker() {
  const image = process.env['EVENTSTORE_IMAGE'] ?? 'eventstore/eventstore:24.10.0-bookworm-slim';
  const container = await new GenericContainer(image)
    .withExposedPorts(PORT)
    .withEnvironment({
      EVENTSTORE_INSECURE: 'true',
      EVENTSTORE_MEM_DB: 'true',
      EVENTSTORE_RUN_PROJECTIONS: 'All',
      EVENTSTORE_START_STANDARD_PROJECTIONS: 'true',
    })
    .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
    .withStartupTimeout(180_000)
    .start();
  return {
    url: `esdb://${container.getHost()}:${container.getMappedPort(PORT)}?tls=false`,
    close: async () => void (await container.stop()),
  };
}
