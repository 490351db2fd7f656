import { KnownDevice, SetupCode, SignInAttempt } from './access/sign-in-attempt.entity.js';
import {
  ApiKey,
  Invitation,
  InvitationLink,
  PasswordReset,
  Session,
  User,
  UserLocation,
} from './access/user.entity.js';
import { TimetableSubscription } from './availability/subscription/subscription.entity.js';
import { TimetableClass, TimetableEntity, Unavailability } from './availability/availability.entity.js';
import {
  CoverageExceptionEntity,
  CoverageExceptionHours,
  CoverageHours,
} from './coverage/coverage-hours.entity.js';
import { Location } from './coverage/location.entity.js';
import { Settings } from './coverage/settings.entity.js';
import { MaintenanceWindow } from './coverage/maintenance/maintenance.entity.js';
import { Term } from './coverage/term.entity.js';
import { CoverageAlert, CoverageScan, ScannedLocation } from './gaps/coverage-alert.entity.js';
import { Operator, OperatorPosition, Position } from './people/position.entity.js';
import { CalendarFeed } from './outreach/calendar-feeds/calendar-feed.entity.js';
import { OnDutyLink } from './outreach/on-duty/on-duty-link.entity.js';
import { BriefLink } from './pilots/brief/brief-link.entity.js';
import { LocationDay, StaleSpan } from './pilots/counts/location-day.entity.js';
import { Pilot, PilotLocation } from './pilots/pilot.entity.js';
import { PilotEnding, PilotPause } from './pilots/reviews/life.entity.js';
import { PilotReview, PilotReviewAction } from './pilots/reviews/review.entity.js';
import { PatronCountEntity, PatronLink } from './pilots/voices/patron.entity.js';
import { PulseCountEntity, PulseInvitation, PulseLink } from './pilots/voices/pulse.entity.js';
import { AuditEvent } from './platform/audit/audit-event.entity.js';
import { IdempotencyKey } from './platform/http/idempotency-key.entity.js';
import { LiveChange } from './platform/audit/live-change.entity.js';
import { Message } from './platform/outbox/message.entity.js';
import { Secret } from './platform/secrets/secret.entity.js';
import { Claim, ClaimConfirmation, Shift } from './scheduling/roster/shift.entity.js';
import { Schedule, ShiftTemplate } from './scheduling/schedules/schedule.entity.js';
import { AttendanceCorrection, PayPeriod } from './scheduling/attendance/attendance.entity.js';
import { TimeOffRequest } from './scheduling/time-off/time-off.entity.js';
import { WaitlistEntry } from './scheduling/waitlist/waitlist.entity.js';
import { DropRequest, Swap } from './scheduling/trades/trade.entity.js';
import {
  SupportImportCount,
  SupportImportRequest,
} from './support/imports/taking-back/import-records.entity.js';
import {
  StagedFile,
  StagedFileChunk,
  SupportImport,
  SupportImportRemark,
} from './support/imports/support-import.entity.js';
import {
  SupportBackfill,
  SupportSource,
  SupportSourceRule,
  SupportSourceRun,
} from './support/sources/support-source.entity.js';
import { SupportPush } from './support/sources/pushes/push.entity.js';
import { ImportMappingEntity } from './support/imports/saved-mappings/import-mapping.entity.js';
import { Workstation } from './support/workstations/workstation.entity.js';
import { SupportCategory, SupportCategoryLocation } from './support/categories/category.entity.js';
import { RoutingRuleEntity } from './support/routing/routing-rule.entity.js';
import { DeskNote } from './support/notes/desk-note.entity.js';
import { EscalationTicket, SourceEscalation } from './support/tickets/escalation-ticket.entity.js';
import { RequestEntry, RequestFile } from './support/thread/request-entry.entity.js';
import { RequestTargetNotice } from './support/targets/target-notice.entity.js';
import { ActivityCount } from './support/activity/activity-count.entity.js';
import { SupportRequest, SupportTally } from './support/support-request.entity.js';

/** All tables, for TypeORM. */
export const entities = [
  ActivityCount,
  ApiKey,
  AttendanceCorrection,
  AuditEvent,
  Claim,
  ClaimConfirmation,
  CoverageAlert,
  CoverageExceptionEntity,
  CoverageExceptionHours,
  CoverageHours,
  CoverageScan,
  DeskNote,
  RoutingRuleEntity,
  DropRequest,
  IdempotencyKey,
  ImportMappingEntity,
  Invitation,
  InvitationLink,
  PasswordReset,
  KnownDevice,
  SignInAttempt,
  SetupCode,
  Location,
  MaintenanceWindow,
  Workstation,
  LocationDay,
  LiveChange,
  Message,
  Operator,
  OperatorPosition,
  PatronCountEntity,
  BriefLink,
  CalendarFeed,
  OnDutyLink,
  PatronLink,
  PayPeriod,
  Pilot,
  PilotEnding,
  PilotLocation,
  PilotPause,
  PilotReview,
  PilotReviewAction,
  Position,
  PulseCountEntity,
  PulseInvitation,
  PulseLink,
  ScannedLocation,
  Schedule,
  Secret,
  Session,
  Settings,
  Shift,
  ShiftTemplate,
  StagedFile,
  StagedFileChunk,
  StaleSpan,
  SupportBackfill,
  SupportCategory,
  SupportCategoryLocation,
  SupportImport,
  SupportImportCount,
  SupportImportRemark,
  EscalationTicket,
  SourceEscalation,
  SupportImportRequest,
  RequestEntry,
  RequestTargetNotice,
  RequestFile,
  SupportRequest,
  SupportPush,
  SupportSource,
  SupportSourceRule,
  SupportSourceRun,
  SupportTally,
  Swap,
  Term,
  TimeOffRequest,
  TimetableClass,
  TimetableEntity,
  TimetableSubscription,
  Unavailability,
  User,
  UserLocation,
  WaitlistEntry,
];
