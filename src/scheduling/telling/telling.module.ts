import { Module } from '@nestjs/common';
import { TellingRepository } from './telling.repository.js';
import { Telling } from './telling.service.js';

@Module({
  providers: [Telling, TellingRepository],
  exports: [Telling],
})
export class TellingModule {}
