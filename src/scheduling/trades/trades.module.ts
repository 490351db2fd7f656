import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { DropRequestsRepository } from './drop-requests.repository.js';
import { DropRequestsService } from './drop-requests.service.js';
import { ClaimSplitting } from './claim-splitting.service.js';
import { SwapEligibility } from './swap-eligibility.service.js';
import { SwapsRepository } from './swaps.repository.js';
import { SwapsService } from './swaps.service.js';
import { DropRequestsController, SwapsController } from './trades.controller.js';

@Module({
  imports: [CoverageModule, EligibilityModule, PeopleModule, RosterModule, SeatsModule, NotificationsModule],
  controllers: [DropRequestsController, SwapsController],
  providers: [
    DropRequestsRepository,
    DropRequestsService,
    ClaimSplitting,
    SwapEligibility,
    SwapsRepository,
    SwapsService,
  ],
})
export class TradesModule {}
