import { Module } from '@nestjs/common';
import { StaffingRepository } from './staffing.repository.js';
import { StaffingService } from './staffing.service.js';

@Module({
  providers: [StaffingRepository, StaffingService],
  exports: [StaffingService],
})
export class StaffingModule {}
