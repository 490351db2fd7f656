import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { ClosingController } from './closing.controller.js';
import { ClosingService } from './closing.service.js';

@Module({
  imports: [CoverageModule, RosterModule, SeatsModule],
  controllers: [ClosingController],
  providers: [ClosingService],
})
export class ClosingModule {}
