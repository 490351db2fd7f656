import { Initial1763900000000 } from './1763900000000-initial.js';
import { AnswersWithTheirEffects1763900100000 } from './1763900100000-answers-with-their-effects.js';
import { ScannedLocations1763900200000 } from './1763900200000-scanned-locations.js';
import { Availability1763900300000 } from './1763900300000-availability.js';
import { Trades1763900400000 } from './1763900400000-trades.js';
import { Schedules1763900500000 } from './1763900500000-schedules.js';
import { LastNights1763900600000 } from './1763900600000-last-nights.js';
import { Messages1763900700000 } from './1763900700000-messages.js';
import { Waitlists1763900800000 } from './1763900800000-waitlists.js';
import { Attendance1763900900000 } from './1763900900000-attendance.js';
import { Training1763901000000 } from './1763901000000-training.js';
import { TimeOff1763901100000 } from './1763901100000-time-off.js';
import { TimetableSubscriptions1763901200000 } from './1763901200000-timetable-subscriptions.js';
import { LiveChanges1763901300000 } from './1763901300000-live-changes.js';
import { DeskNotes1763901400000 } from './1763901400000-desk-notes.js';
import { LiveChangesOfOperators1763901500000 } from './1763901500000-live-changes-of-operators.js';
import { DisplayNames1763901600000 } from './1763901600000-display-names.js';
import { BoundedRights1763901610000 } from './1763901610000-bounded-rights.js';
import { ImportReadings1763901640000 } from './1763901640000-import-readings.js';
import { TimetableLines1763901650000 } from './1763901650000-timetable-lines.js';
import { ImportedRequests1763901660000 } from './1763901660000-imported-requests.js';
import { Workday1763901700000 } from './1763901700000-workday.js';
import { CancelledWithTheirShift1763901800000 } from './1763901800000-cancelled-with-their-shift.js';
import { PasswordResets1763902000000 } from './1763902000000-password-resets.js';
import { SessionEnds1763902010000 } from './1763902010000-session-ends.js';
import { SignInAttempts1763902020000 } from './1763902020000-sign-in-attempts.js';
import { SetupCodes1763902030000 } from './1763902030000-setup-codes.js';
import { TrailIsAddedTo1763902100000 } from './1763902100000-trail-is-added-to.js';
import { Analysts1763902110000 } from './1763902110000-analysts.js';
import { InvitationLinks1763902120000 } from './1763902120000-invitation-links.js';
import { ExceptionsOfSpans1763902200000 } from './1763902200000-exceptions-of-spans.js';
import { StatedWaits1763902300000 } from './1763902300000-stated-waits.js';
import { TradesCancelledWithTheirShift1763902310000 } from './1763902310000-trades-cancelled-with-their-shift.js';
import { ColumnsNobodyReads1764420000000 } from './1764420000000-columns-nobody-reads.js';

/**
 * All migrations, oldest first. A list instead of a glob, because a glob that matches nothing fails silently.
 */
export const migrations = [
  Initial1763900000000,
  AnswersWithTheirEffects1763900100000,
  ScannedLocations1763900200000,
  Availability1763900300000,
  Trades1763900400000,
  Schedules1763900500000,
  LastNights1763900600000,
  Messages1763900700000,
  Waitlists1763900800000,
  Attendance1763900900000,
  Training1763901000000,
  TimeOff1763901100000,
  TimetableSubscriptions1763901200000,
  LiveChanges1763901300000,
  DeskNotes1763901400000,
  LiveChangesOfOperators1763901500000,
  DisplayNames1763901600000,
  BoundedRights1763901610000,
  ImportReadings1763901640000,
  TimetableLines1763901650000,
  ImportedRequests1763901660000,
  Workday1763901700000,
  CancelledWithTheirShift1763901800000,
  PasswordResets1763902000000,
  SessionEnds1763902010000,
  SignInAttempts1763902020000,
  SetupCodes1763902030000,
  TrailIsAddedTo1763902100000,
  Analysts1763902110000,
  InvitationLinks1763902120000,
  ExceptionsOfSpans1763902200000,
  StatedWaits1763902300000,
  TradesCancelledWithTheirShift1763902310000,
  ColumnsNobodyReads1764420000000,
];
