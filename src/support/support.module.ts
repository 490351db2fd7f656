import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import { SeatsModule } from '../scheduling/seats/seats.module.js';
import { StaffingModule } from '../scheduling/staffing/staffing.module.js';
import { ActivityController } from './activity/activity.controller.js';
import { ActivityRepository } from './activity/activity.repository.js';
import { ActivityService } from './activity/activity.service.js';
import { DeskRepository } from './desk.repository.js';
import { DeskService } from './desk.service.js';
import { SavedMappingsController } from './imports/saved-mappings/saved-mappings.controller.js';
import { SavedMappingsRepository } from './imports/saved-mappings/saved-mappings.repository.js';
import { SavedMappingsService } from './imports/saved-mappings/saved-mappings.service.js';
import { FormerRecordsRepository } from './imports/taking-back/former-records.repository.js';
import { TakeBacksRepository } from './imports/taking-back/take-backs.repository.js';
import { TakeBacksService } from './imports/taking-back/take-backs.service.js';
import { TakenCountsRepository } from './imports/taking-back/taken-counts.repository.js';
import { TakenRosters } from './imports/taking-back/taken-rosters.service.js';
import { KeptRostersRepository } from './imports/taking-back/kept-rosters.repository.js';
import { RosterStore } from './imports/rosters/roster-store.js';
import { StagedSamplesRepository } from './imports/rosters/staged-samples.repository.js';
import { TakenRequestsRepository } from './imports/taking-back/taken-requests.repository.js';
import { ImportRunner } from './imports/import-runner.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { RecordStore } from './imports/record-store.js';
import { StagedFilesRepository } from './imports/staged-files.repository.js';
import { StagedRemarksRepository } from './imports/staged-remarks.repository.js';
import { StagingRepository } from './imports/staging.repository.js';
import { CategoriesController, CategoryWordsController } from './categories/categories.controller.js';
import { CategoriesRepository } from './categories/categories.repository.js';
import { CategoriesService } from './categories/categories.service.js';
import { DeskNotesController } from './notes/desk-notes.controller.js';
import { DeskNotesRepository } from './notes/desk-notes.repository.js';
import { DeskNotesService } from './notes/desk-notes.service.js';
import { CollectedRequestsRepository } from './sources/collected-requests.repository.js';
import { CollectedCounts } from './sources/collected-counts.js';
import { Collecting } from './sources/collecting.js';
import { CollectorService } from './sources/collector.service.js';
import { RunsRepository } from './sources/runs.repository.js';
import { SourceChecks } from './sources/source-checks.js';
import { SourceMetrics } from './sources/source-metrics.js';
import { SourceNames } from './sources/source-names.js';
import { SourceNotices } from './sources/source-notices.js';
import { SourceOpener } from './sources/source-opener.js';
import { SourceRunsService } from './sources/source-runs.service.js';
import { DescriptionsController } from './sources/descriptions.controller.js';
import { SourcesController } from './sources/sources.controller.js';
import { SourcesRepository } from './sources/sources.repository.js';
import { SourcesService } from './sources/sources.service.js';
import { ToldPast } from './sources/told-past.service.js';
import { ToldPastRepository } from './sources/told-past.repository.js';
import { UnassignedController } from './unassigned/unassigned.controller.js';
import { PushSecretsService } from './sources/pushes/push-secrets.service.js';
import { PushStore } from './sources/pushes/push-store.service.js';
import { PushesController } from './sources/pushes/pushes.controller.js';
import { PushesRepository } from './sources/pushes/pushes.repository.js';
import { PushesService } from './sources/pushes/pushes.service.js';
import { UnassignedRepository } from './unassigned/unassigned.repository.js';
import { UnassignedService } from './unassigned/unassigned.service.js';
import { LoggedTimes } from './logged-times.js';
import { SupportFactsRepository } from './support-facts.repository.js';
import { DeskController, RequestChoicesController, SupportRequestsController } from './support.controller.js';
import { RequestListRepository } from './request-list.repository.js';
import { RequestSelector } from './request-selector.js';
import { RequestVisibility } from './request-visibility.js';
import { ThreadController } from './thread/thread.controller.js';
import { ThreadRepository } from './thread/thread.repository.js';
import { ThreadService } from './thread/thread.service.js';
import { FirstTier } from './routing/first-tier.js';
import { RoutingController } from './routing/routing.controller.js';
import { RoutingRepository } from './routing/routing.repository.js';
import { RoutingService } from './routing/routing.service.js';
import { QueueController } from './targets/queue.controller.js';
import { QueueRepository } from './targets/queue.repository.js';
import { QueueService } from './targets/queue.service.js';
import { ServiceClocks } from './targets/service-clocks.js';
import { TargetNoticesService } from './targets/target-notices.service.js';
import { SupportRequestsRepository } from './support-requests.repository.js';
import { SupportRequestsService } from './support-requests.service.js';
import { EscalationTicketsRepository } from './tickets/escalation-tickets.repository.js';
import { EscalationTickets } from './tickets/escalation-tickets.service.js';
import { FollowedTickets } from './tickets/followed-tickets.service.js';
import { SourceEscalations } from './tickets/source-escalations.service.js';
import { TicketDrafts } from './tickets/ticket-drafts.js';
import { TicketJobs } from './tickets/ticket-jobs.service.js';
import { TicketNotices } from './tickets/ticket-notices.js';
import { SourceEscalationsController, TicketsController } from './tickets/tickets.controller.js';
import { WorkstationImports } from './workstations/workstation-imports.service.js';
import { WorkstationsController } from './workstations/workstations.controller.js';
import { WorkstationsRepository } from './workstations/workstations.repository.js';
import { WorkstationsService } from './workstations/workstations.service.js';

@Module({
  imports: [AccessModule, CoverageModule, SeatsModule, StaffingModule],
  controllers: [
    SupportRequestsController,
    RequestChoicesController,
    ThreadController,
    UnassignedController,
    DeskController,
    ActivityController,
    DeskNotesController,
    QueueController,
    TicketsController,
    SourceEscalationsController,
    CategoriesController,
    CategoryWordsController,
    RoutingController,
    ImportsController,
    SavedMappingsController,
    WorkstationsController,
    SourcesController,
    DescriptionsController,
    PushesController,
  ],
  providers: [
    QueueRepository,
    QueueService,
    ServiceClocks,
    TargetNoticesService,
    CategoriesRepository,
    CategoriesService,
    FirstTier,
    RoutingRepository,
    RoutingService,
    ActivityRepository,
    ActivityService,
    CollectedRequestsRepository,
    CollectedCounts,
    Collecting,
    ToldPast,
    ToldPastRepository,
    CollectorService,
    PushSecretsService,
    PushStore,
    PushesRepository,
    PushesService,
    RunsRepository,
    SourceChecks,
    SourceMetrics,
    SourceNames,
    SourceNotices,
    SourceOpener,
    SourceRunsService,
    SourcesRepository,
    SourcesService,
    UnassignedRepository,
    UnassignedService,
    DeskNotesRepository,
    DeskNotesService,
    DeskRepository,
    DeskService,
    SavedMappingsRepository,
    SavedMappingsService,
    FormerRecordsRepository,
    TakeBacksRepository,
    TakeBacksService,
    TakenCountsRepository,
    TakenRequestsRepository,
    ImportRunner,
    ImportsRepository,
    ImportsService,
    LoggedTimes,
    KeptRostersRepository,
    RosterStore,
    StagedSamplesRepository,
    TakenRosters,
    RecordStore,
    StagedFilesRepository,
    StagedRemarksRepository,
    StagingRepository,
    SupportFactsRepository,
    RequestListRepository,
    RequestSelector,
    RequestVisibility,
    SupportRequestsRepository,
    SupportRequestsService,
    EscalationTickets,
    EscalationTicketsRepository,
    FollowedTickets,
    SourceEscalations,
    TicketDrafts,
    TicketJobs,
    TicketNotices,
    ThreadRepository,
    ThreadService,
    WorkstationImports,
    WorkstationsRepository,
    WorkstationsService,
  ],
  exports: [
    CollectorService,
    PushesService,
    StagedFilesRepository,
    SupportFactsRepository,
    SupportRequestsService,
    TakeBacksService,
    TargetNoticesService,
  ],
})
export class SupportModule {}
