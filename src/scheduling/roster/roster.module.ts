import { Module } from '@nestjs/common';
import { ClaimsRepository } from './claims.repository.js';
import { ShiftsRepository } from './shifts.repository.js';

/** Shifts and the claims on them, as they stand. */
@Module({
  providers: [ClaimsRepository, ShiftsRepository],
  exports: [ClaimsRepository, ShiftsRepository],
})
export class RosterModule {}
