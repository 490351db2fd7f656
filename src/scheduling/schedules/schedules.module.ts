import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { GenerationService } from './generation.service.js';
import { SchedulesController, ShiftTemplatesController } from './schedules.controller.js';
import { SchedulesRepository } from './schedules.repository.js';
import { SchedulesService } from './schedules.service.js';
import { ShiftTemplatesRepository } from './shift-templates.repository.js';
import { ShiftTemplatesService } from './shift-templates.service.js';

@Module({
  imports: [ClaimsModule, CoverageModule, PeopleModule, SeatsModule, NotificationsModule],
  controllers: [SchedulesController, ShiftTemplatesController],
  providers: [
    GenerationService,
    SchedulesRepository,
    SchedulesService,
    ShiftTemplatesRepository,
    ShiftTemplatesService,
  ],
})
export class SchedulesModule {}
