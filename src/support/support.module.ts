import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { StaffingModule } from '../scheduling/staffing/staffing.module.js';
import { DeskRepository } from './desk.repository.js';
import { DeskService } from './desk.service.js';
import { ImportRunner } from './imports/import-runner.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { RecordStore } from './imports/record-store.js';
import { StagedFilesRepository } from './imports/staged-files.repository.js';
import { StagingRepository } from './imports/staging.repository.js';
import { DeskNotesController } from './notes/desk-notes.controller.js';
import { DeskNotesRepository } from './notes/desk-notes.repository.js';
import { DeskNotesService } from './notes/desk-notes.service.js';
import { LoggedTimes } from './logged-times.js';
import { SupportFactsRepository } from './support-facts.repository.js';
import { DeskController, SupportRequestsController } from './support.controller.js';
import { SupportRequestsRepository } from './support-requests.repository.js';
import { SupportRequestsService } from './support-requests.service.js';

@Module({
  imports: [CoverageModule, StaffingModule],
  controllers: [SupportRequestsController, DeskController, DeskNotesController, ImportsController],
  providers: [
    DeskNotesRepository,
    DeskNotesService,
    DeskRepository,
    DeskService,
    ImportRunner,
    ImportsRepository,
    ImportsService,
    LoggedTimes,
    RecordStore,
    StagedFilesRepository,
    StagingRepository,
    SupportFactsRepository,
    SupportRequestsRepository,
    SupportRequestsService,
  ],
  exports: [StagedFilesRepository, SupportFactsRepository],
})
export class SupportModule {}
