import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { TellingModule } from '../telling/telling.module.js';
import { ClaimTradesRepository } from './claim-trades.repository.js';
import { ClosingShifts } from './closing-shifts.service.js';
import { HandingOn } from './handing-on.service.js';
import { MovingSeats } from './moving.service.js';
import { RestoringShifts } from './restoring-shifts.service.js';
import { SeatsRepository } from './seats.repository.js';
import { Seats } from './seats.service.js';
import { WaitingRepository } from './waiting.repository.js';
import { Waiting } from './waiting.service.js';
import { WhatFollows } from './what-follows.service.js';

/** Who holds a seat, and what follows: take and free (Seats), hand on, move, close, and give back what was closed. */
@Module({
  imports: [CoverageModule, EligibilityModule, RosterModule, TellingModule],
  providers: [
    ClaimTradesRepository,
    ClosingShifts,
    HandingOn,
    MovingSeats,
    RestoringShifts,
    Seats,
    SeatsRepository,
    Waiting,
    WaitingRepository,
    WhatFollows,
  ],
  exports: [ClosingShifts, HandingOn, MovingSeats, RestoringShifts, Seats, Waiting],
})
export class SeatsModule {}
