import { httpApplication } from '../http/http-application.ts';
import { Health } from '../health/health.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { PlatformModule } from '../platform.module.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** Where the parts of a process say how they are. */
export type Operations = { readonly health: Health; readonly metrics: Metrics };

/** The door of a process that serves nobody but those who run it: health and metrics. It listens when this resolves. */
export async function serveOperations(
  { HOST, PORT }: Configuration<'HOST' | 'PORT'>,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<Operations> {
  const server = await httpApplication(PlatformModule.with(logger), logger);
  lifecycle.onClose('http', () => server.close());
  await server.listen(PORT, HOST);
  return { health: server.get(Health), metrics: server.get(Metrics) };
}
