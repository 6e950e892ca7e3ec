import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { HealthController } from './health/health.controller.ts';
import { Health } from './health/health.ts';
import { DtoPipe } from './http/dto.pipe.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { Logger } from './logging/logger.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { Metrics } from './metrics/metrics.ts';

/** What every HTTP process has: a log, health, metrics, problem documents, checked parameters. */
@Module({})
export class PlatformModule {
  static with(logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: Logger, useValue: logger },
        Health,
        Metrics,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: DtoPipe },
      ],
      exports: [Logger, Health, Metrics],
    };
  }
}
