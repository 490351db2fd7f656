import { Module } from '@nestjs/common';
import { ClaimsRepository } from './claims.repository.js';
import { HoldingSchedulesRepository } from './holding-schedules.repository.js';
import { ShiftsRepository } from './shifts.repository.js';

/** Shifts and their claims. */
@Module({
  providers: [ClaimsRepository, HoldingSchedulesRepository, ShiftsRepository],
  exports: [ClaimsRepository, HoldingSchedulesRepository, ShiftsRepository],
})
export class RosterModule {}
