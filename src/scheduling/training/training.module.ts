import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { TrainingController } from './training.controller.js';
import { TrainingRepository } from './training.repository.js';
import { TrainingService } from './training.service.js';

@Module({
  imports: [CoverageModule, PeopleModule, RosterModule],
  controllers: [TrainingController],
  providers: [TrainingRepository, TrainingService],
})
export class TrainingModule {}
