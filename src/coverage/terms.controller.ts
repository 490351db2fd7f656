import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ADMINS, Allow, ON_SITE } from '../access/allow.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { CreateTermDto, TermDto, UpdateTermDto } from './terms.dto.js';
import { TermsService } from './terms.service.js';

@ApiTags('Coverage')
@Controller('terms')
export class TermsController {
  constructor(private readonly terms: TermsService) {}

  @Post()
  @Allow(ADMINS, 'schedule:write')
  create(@Body() body: CreateTermDto): Promise<TermDto> {
    return this.terms.create(body);
  }

  /** Latest first. */
  @Get()
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(TermDto)
  list(@Query() query: PageQuery): Promise<Page<TermDto>> {
    return this.terms.list(query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'schedule:read')
  get(@Id() id: string): Promise<TermDto> {
    return this.terms.get(id);
  }

  /** Changed caps apply to claims, assignments and approvals from now on. */
  @Patch(':id')
  @Allow(ADMINS, 'schedule:write')
  update(
    @Id() id: string,
    @Body() body: UpdateTermDto,
    @IfMatch() precondition: Precondition,
  ): Promise<TermDto> {
    return this.terms.update(id, body, precondition);
  }

  @Delete(':id')
  @Allow(ADMINS, 'schedule:write')
  @HttpCode(204)
  remove(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.terms.remove(id, precondition);
  }
}
