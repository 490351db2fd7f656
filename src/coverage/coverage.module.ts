import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { CoverageChanges } from './coverage-changes.js';
import { CoverageExceptionsService } from './coverage-exceptions.service.js';
import { CoverageHoursController } from './coverage-hours.controller.js';
import { CoverageHoursRepository } from './coverage-hours.repository.js';
import { CoverageHoursService } from './coverage-hours.service.js';
import { DemandController } from './demand.controller.js';
import { DemandService } from './demand.service.js';
import { LocationsController } from './locations.controller.js';
import { LocationsRepository } from './locations.repository.js';
import { LocationsService } from './locations.service.js';
import { MaintenanceController } from './maintenance/maintenance.controller.js';
import { MaintenanceRepository } from './maintenance/maintenance.repository.js';
import { MaintenanceService } from './maintenance/maintenance.service.js';
import { PlannedDemand } from './planned-demand.service.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';
import { TermsController } from './terms.controller.js';
import { TermsRepository } from './terms.repository.js';
import { TermsService } from './terms.service.js';

@Module({
  imports: [PeopleModule],
  controllers: [
    LocationsController,
    CoverageHoursController,
    DemandController,
    MaintenanceController,
    TermsController,
  ],
  providers: [
    CoverageChanges,
    CoverageExceptionsService,
    CoverageHoursRepository,
    CoverageHoursService,
    DemandService,
    LocationsRepository,
    LocationsService,
    MaintenanceRepository,
    MaintenanceService,
    PlannedDemand,
    SettingsRepository,
    SettingsService,
    TermsRepository,
    TermsService,
  ],
  exports: [
    CoverageChanges,
    CoverageExceptionsService,
    DemandService,
    LocationsService,
    SettingsService,
    TermsService,
  ],
})
export class CoverageModule {}
