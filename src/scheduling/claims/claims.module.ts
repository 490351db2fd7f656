import { Module } from '@nestjs/common';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { BulkDecisions } from './bulk-decisions.service.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsService } from './claims.service.js';

@Module({
  imports: [EligibilityModule, RosterModule, SeatsModule],
  controllers: [ClaimsController],
  providers: [BulkDecisions, ClaimsService],
  exports: [BulkDecisions, ClaimsService],
})
export class ClaimsModule {}
