import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { TellingModule } from '../telling/telling.module.js';
import { DropRequestsRepository } from './drop-requests.repository.js';
import { DropRequestsService } from './drop-requests.service.js';
import { Splitting } from './splitting.service.js';
import { SwapFit } from './swap-fit.service.js';
import { SwapsRepository } from './swaps.repository.js';
import { SwapsService } from './swaps.service.js';
import { DropRequestsController, SwapsController } from './trades.controller.js';

@Module({
  imports: [CoverageModule, EligibilityModule, PeopleModule, RosterModule, SeatsModule, TellingModule],
  controllers: [DropRequestsController, SwapsController],
  providers: [DropRequestsRepository, DropRequestsService, Splitting, SwapFit, SwapsRepository, SwapsService],
})
export class TradesModule {}
