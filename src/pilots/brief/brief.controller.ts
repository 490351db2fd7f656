import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, READERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { BriefService } from './brief.service.js';

/** A brief is a page without scripts, pictures from elsewhere or forms. */
export const BRIEF_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

@ApiTags('Pilots')
@Controller('pilots')
export class BriefController {
  constructor(private readonly briefs: BriefService) {}

  /** The brief: two pages to print, with the verdict, its figures, four plots, costs and what speaks against it. */
  @Get(':id/brief')
  @Allow(READERS, 'metrics:read')
  @ApiProduces('text/html')
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', BRIEF_POLICY)
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<string> {
    return this.briefs.get(caller, id);
  }
}
