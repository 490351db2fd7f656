import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { DeactivationController } from './deactivation.controller.js';
import { DeactivationService } from './deactivation.service.js';

@Module({
  imports: [CoverageModule, PeopleModule, RosterModule, SeatsModule],
  controllers: [DeactivationController],
  providers: [DeactivationService],
})
export class DeactivationModule {}
