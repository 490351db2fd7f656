import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PilotsModule } from '../pilots.module.js';
import { LifeController } from './life.controller.js';
import { LifeRepository } from './life.repository.js';
import { LifeService } from './life.service.js';
import { ReviewRemindersRepository } from './review-reminders.repository.js';
import { ReviewRemindersService } from './review-reminders.service.js';
import { ReviewActionsController, ReviewsController } from './reviews.controller.js';
import { ReviewsRepository } from './reviews.repository.js';
import { ReviewsService } from './reviews.service.js';

@Module({
  imports: [CoverageModule, PilotsModule],
  controllers: [LifeController, ReviewsController, ReviewActionsController],
  providers: [
    LifeRepository,
    LifeService,
    ReviewRemindersRepository,
    ReviewRemindersService,
    ReviewsRepository,
    ReviewsService,
  ],
  exports: [LifeService, ReviewRemindersService],
})
export class ReviewsModule {}
