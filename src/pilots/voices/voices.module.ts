import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PilotsModule } from '../pilots.module.js';
import { PatronLinksController, PatronQuestionsController } from './patrons.controller.js';
import { PatronsRepository } from './patrons.repository.js';
import { PatronsService } from './patrons.service.js';
import { PulsesController } from './pulses.controller.js';
import { PulsesRepository } from './pulses.repository.js';
import { PulsesService } from './pulses.service.js';
import { VoicesController } from './voices.controller.js';
import { VoicesRepository } from './voices.repository.js';
import { VoicesService } from './voices.service.js';

@Module({
  imports: [AccessModule, CoverageModule, PilotsModule],
  controllers: [PatronLinksController, PatronQuestionsController, PulsesController, VoicesController],
  providers: [
    PatronsRepository,
    PatronsService,
    PulsesRepository,
    PulsesService,
    VoicesRepository,
    VoicesService,
  ],
  exports: [PulsesService],
})
export class VoicesModule {}
