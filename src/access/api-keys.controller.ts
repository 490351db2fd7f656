import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { ApiPage } from '../platform/http/api-page.js';
import { ApiKeyDto, CreateApiKeyDto, CreatedApiKeyDto, HandOverApiKeyDto } from './api-keys.dto.js';
import { ADMINS, Allow, NeedsFreshSignIn } from './allow.js';
import { ApiKeysService } from './api-keys.service.js';
import { CurrentCaller, type Caller } from './caller.js';

@ApiTags('Access')
@Controller('api-keys')
@Allow(ADMINS)
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** Needs a fresh sign-in. */
  @Post()
  @NeedsFreshSignIn()
  create(@CurrentCaller() caller: Caller, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.keys.create(caller, body);
  }

  @Get()
  @ApiPage(ApiKeyDto)
  list(@Query() query: PageQuery): Promise<Page<ApiKeyDto>> {
    return this.keys.list(query);
  }

  @Get(':id')
  get(@Id() id: string): Promise<ApiKeyDto> {
    return this.keys.get(id);
  }

  /** Makes another admin responsible for the key, since a key ends when its owner is no longer an admin. */
  @Post(':id/hand-over')
  @HttpCode(200)
  handOver(
    @Id() id: string,
    @Body() { userId }: HandOverApiKeyDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ApiKeyDto> {
    return this.keys.handOver(id, userId, precondition);
  }

  /** Revokes the key at once. */
  @Delete(':id')
  @HttpCode(204)
  revoke(@Id() id: string, @IfMatch() precondition: Precondition): Promise<void> {
    return this.keys.revoke(id, precondition);
  }
}
