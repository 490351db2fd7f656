import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { ClaimTradesRepository } from './claim-trades.repository.js';
import { ClosingShifts } from './closing-shifts.service.js';
import { ImportedSeatsRepository } from './imported-seats.repository.js';
import { PastRosters } from './past-rosters.service.js';
import { StagedRostersRepository } from './staged-rosters.repository.js';
import { SeatTransfers } from './seat-transfers.service.js';
import { SeatMoves } from './seat-moves.service.js';
import { RestoringShifts } from './restoring-shifts.service.js';
import { SeatsRepository } from './seats.repository.js';
import { Seats } from './seats.service.js';
import { WaitlistUpdatesRepository } from './waitlist-updates.repository.js';
import { WaitlistUpdates } from './waitlist-updates.service.js';
import { SeatEffects } from './seat-effects.service.js';

/** All changes of seats: take and free (Seats), transfer, move, cancel a shift and restore it. */
@Module({
  imports: [CoverageModule, EligibilityModule, RosterModule, NotificationsModule],
  providers: [
    ClaimTradesRepository,
    ClosingShifts,
    ImportedSeatsRepository,
    PastRosters,
    StagedRostersRepository,
    SeatTransfers,
    SeatMoves,
    RestoringShifts,
    Seats,
    SeatsRepository,
    WaitlistUpdates,
    WaitlistUpdatesRepository,
    SeatEffects,
  ],
  exports: [ClosingShifts, PastRosters, SeatTransfers, SeatMoves, RestoringShifts, Seats, WaitlistUpdates],
})
export class SeatsModule {}
