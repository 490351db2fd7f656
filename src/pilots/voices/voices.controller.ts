import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, READERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { VoicesDto } from './voices.dto.js';
import { VoicesService } from './voices.service.js';

@ApiTags('Voices')
@Controller('pilots/:id/voices')
export class VoicesController {
  constructor(private readonly voices: VoicesService) {}

  /** What people and patrons say, by month; never figures of fewer than five answers. */
  @Get()
  @Allow(READERS, 'metrics:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<VoicesDto> {
    return this.voices.get(caller, id);
  }
}
