import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { OperatorsRepository } from './operators.repository.js';
import { OperatorsService } from './operators.service.js';
import { OperatorsController, UsersController } from './people.controller.js';
import { PositionsController } from './positions.controller.js';
import { PositionsRepository } from './positions.repository.js';
import { PositionsService } from './positions.service.js';

@Module({
  imports: [AccessModule],
  controllers: [OperatorsController, PositionsController, UsersController],
  providers: [OperatorsRepository, OperatorsService, PositionsRepository, PositionsService],
  exports: [OperatorsService, PositionsService],
})
export class PeopleModule {}
