import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PilotsModule } from '../pilots.module.js';
import { ReviewsModule } from '../reviews/reviews.module.js';
import { BriefController } from './brief.controller.js';
import { BriefService } from './brief.service.js';
import { BriefLinksController, SharedBriefsController } from './brief-links.controller.js';
import { BriefLinksRepository } from './brief-links.repository.js';
import { BriefLinksService } from './brief-links.service.js';

@Module({
  imports: [CoverageModule, PilotsModule, ReviewsModule],
  controllers: [BriefController, BriefLinksController, SharedBriefsController],
  providers: [BriefService, BriefLinksRepository, BriefLinksService],
  exports: [BriefLinksService],
})
export class BriefModule {}
