import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { WaitlistJobs } from './waitlist-jobs.js';
import { WaitlistController } from './waitlist.controller.js';
import { WaitlistRepository } from './waitlist.repository.js';
import { WaitlistService } from './waitlist.service.js';

@Module({
  imports: [ClaimsModule, CoverageModule, EligibilityModule, RosterModule, SeatsModule, NotificationsModule],
  controllers: [WaitlistController],
  providers: [WaitlistJobs, WaitlistRepository, WaitlistService],
})
export class WaitlistModule {}
