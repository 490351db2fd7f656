import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config/config.js';
import { DatabaseAddress } from '../../src/platform/database/database-address.js';
import { fastifyAdapter } from '../../src/platform/http/http-server.js';
import { Public } from '../../src/platform/http/permission.js';
import { createDatabase } from '../support/database.js';

@Controller('forgotten')
class ForgottenController {
  @Get('open')
  @Public()
  readOpen(): string {
    return 'open to all, on purpose';
  }

  @Get()
  read(): string {
    return 'open to all, by mistake';
  }
}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

describe('a route without a permission', () => {
  it('stops the start, which names it', async () => {
    const database = await createDatabase();
    const config = readConfig({ LOG_LEVEL: 'silent' });
    const module = await Test.createTestingModule({
      imports: [AppModule.forRoot(config, new DatabaseAddress(database.addresses.server)), ForgottenModule],
    }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(fastifyAdapter(config), {
      logger: false,
    });
    await expect(app.init()).rejects.toThrow(
      'Routes without a permission: ForgottenController.read. Add @Allow or @Public.',
    );
    await app.close();
    await database.drop();
  });
});
