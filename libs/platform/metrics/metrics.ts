import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; finest where a push is expected to lie. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/**
 * The figures of a process, in Prometheus' text format. Labels are route patterns, methods, statuses and
 * codes: a closed set, with nobody's data in it. Other parts add their own figures to `registry`.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'hub_refusals_total',
    help: 'Requests refused, by code',
    labelNames: ['code'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  refused(code: string): void {
    this.refusals.inc({ code });
  }

  /** A figure for each value of one label, read when somebody asks for the figures. */
  watch<Label extends string>(
    figure: { readonly name: string; readonly help: string; readonly label: Label },
    read: () => Iterable<readonly [string, number]> | Promise<Iterable<readonly [string, number]>>,
  ): void {
    const { name, help, label } = figure;
    const gauge: Gauge<Label> = new Gauge({
      ...{ name, help, labelNames: [label], registers: [this.registry] },
      async collect() {
        gauge.reset();
        // Sound: the one label is named.
        for (const [value, is] of await read()) gauge.set({ [label]: value } as never, is);
      },
    });
  }

  /** Times every request of the server. */
  observe(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      // A path that is no route could be anything, so all of them are one.
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const labels = { method: request.method, route, status: reply.statusCode };
      this.requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
