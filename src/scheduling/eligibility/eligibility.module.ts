import { Module } from '@nestjs/common';
import { AvailabilityModule } from '../../availability/availability.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { CandidatesService } from './candidates.service.js';
import { EligibilityRepository } from './eligibility.repository.js';
import { EligibilityService } from './eligibility.service.js';
import { OperatorFactsRepository } from './operator-facts.repository.js';

@Module({
  imports: [AvailabilityModule, RosterModule, NotificationsModule],
  providers: [CandidatesService, EligibilityRepository, EligibilityService, OperatorFactsRepository],
  exports: [CandidatesService, EligibilityRepository, EligibilityService, OperatorFactsRepository],
})
export class EligibilityModule {}
