import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createOpenApi } from './openapi-document.js';
import { readConfig } from './platform/config/config.js';
import { DatabaseAddress } from './platform/database/database-address.js';
import { fastifyAdapter } from './platform/http/http-server.js';

// Writes openapi.json to the given path. Needs no database, because nothing is instantiated.
const config = readConfig({});
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.forRoot(config, new DatabaseAddress('')),
  fastifyAdapter(config),
  { preview: true, logger: false, abortOnError: false },
);
app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
await writeFile(process.argv[2] ?? 'openapi.json', `${JSON.stringify(createOpenApi(app), null, 2)}\n`);
