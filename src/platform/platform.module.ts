import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { Audit } from './audit/audit.js';
import { Clock } from './clock/clock.js';
import { Config } from './config/config.js';
import { WorkerPool } from './workers/worker-pool.js';
import { dataSourceOptions, JOBS_DATA_SOURCE, poolOf } from './database/data-source.js';
import { Database } from './database/database.js';
import { DatabaseAddress } from './database/database-address.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { Metrics } from './health/metrics.js';
import { EtagInterceptor } from './http/etag.js';
import { Idempotency } from './http/idempotency.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { UndeclaredInputInterceptor } from './http/undeclared-input.interceptor.js';
import { validationPipe } from './http/validation.js';
import { Jobs } from './jobs/jobs.js';
import { Outbox } from './outbox/outbox.js';
import { Outgoing } from './outgoing/outgoing.js';
import { Secrets } from './secrets/secrets.js';
import { SecretsKeys } from './secrets/secrets-keys.js';
import { SecretsRepository } from './secrets/secrets.repository.js';
import { loggingOptions } from './logging/logging.js';

const JOBS_POOL_SIZE = 4;

/** The base of all features: configuration, clock, database, jobs, errors, logs, health. */
@Module({})
export class PlatformModule {
  static forRoot(config: Config, address: DatabaseAddress, clock: Clock): DynamicModule {
    const pool = (name: string, size: number): object => ({
      ...dataSourceOptions(address.url, { name, size }),
      retryAttempts: 0,
      ...(name === JOBS_DATA_SOURCE && { name }),
    });
    return {
      module: PlatformModule,
      global: true,
      imports: [
        LoggerModule.forRoot(loggingOptions(config)),
        ScheduleModule.forRoot(),
        TypeOrmModule.forRootAsync({ useFactory: () => pool('requests', config.databasePoolSize) }),
        TypeOrmModule.forRootAsync({
          name: JOBS_DATA_SOURCE,
          useFactory: () => pool(JOBS_DATA_SOURCE, JOBS_POOL_SIZE),
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: DatabaseAddress, useValue: address },
        { provide: Clock, useValue: clock },
        Audit,
        WorkerPool,
        {
          provide: Database,
          inject: [getDataSourceToken(), getDataSourceToken(JOBS_DATA_SOURCE)],
          useFactory: (requests: DataSource, jobs: DataSource) =>
            new Database(poolOf(requests), poolOf(jobs)),
        },
        HealthService,
        Idempotency,
        Jobs,
        Metrics,
        Outbox,
        Outgoing,
        Secrets,
        SecretsKeys,
        SecretsRepository,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: UndeclaredInputInterceptor },
        { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
      exports: [
        Audit,
        Clock,
        WorkerPool,
        Config,
        Database,
        DatabaseAddress,
        Idempotency,
        Jobs,
        Metrics,
        Outbox,
        Outgoing,
        Secrets,
      ],
    };
  }
}
