import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ADMINS, Allow } from '../access/allow.js';
import { ApiPage } from '../platform/http/api-page.js';
import type { Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { MessagesService } from './messages.service.js';
import { MessageDto, MessageQuery } from './outreach.dto.js';

@ApiTags('Messages')
@Controller('messages')
@Allow(ADMINS)
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  /** Messages to people, sent or not, newest first. */
  @Get()
  @ApiPage(MessageDto)
  list(@Query() query: MessageQuery): Promise<Page<MessageDto>> {
    return this.messages.list(query);
  }

  @Get(':id')
  get(@Id() id: string): Promise<MessageDto> {
    return this.messages.get(id);
  }

  /** Sends a failed or kept message again. */
  @Post(':id/retry')
  @HttpCode(200)
  retry(@Id() id: string): Promise<MessageDto> {
    return this.messages.retry(id);
  }
}
