import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { DESCRIPTIONS } from './kinds/declarative/descriptions/descriptions.js';
import { SourceDescriptionsDto } from './kinds/declarative/descriptions/descriptions.dto.js';
import { OS_TICKET } from './kinds/file-url/os-ticket.js';

@ApiTags('Support')
@Controller('support-source-descriptions')
export class DescriptionsController {
  /** Ready-made settings by ticket system, for sources of kind `declarative` or `file-url`. */
  @Get()
  @Allow(SUPERVISORS)
  list(): SourceDescriptionsDto {
    return { items: [...DESCRIPTIONS, OS_TICKET] };
  }
}
