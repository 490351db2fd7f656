import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { DESCRIPTIONS } from './kinds/declarative/descriptions/descriptions.js';
import { SourceDescriptionsDto } from './kinds/declarative/descriptions/descriptions.dto.js';

@ApiTags('Support')
@Controller('support-source-descriptions')
export class DescriptionsController {
  /** Ready-made settings for sources of kind `declarative`, by ticket system. */
  @Get()
  @Allow(SUPERVISORS)
  list(): SourceDescriptionsDto {
    return { items: DESCRIPTIONS };
  }
}
