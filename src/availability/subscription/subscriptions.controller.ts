import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SubscribeDto, SubscriptionDto } from './subscription.dto.js';
import { SubscriptionsService } from './subscriptions.service.js';

@ApiTags('Availability')
@Controller('operators/:id/timetable-subscription')
export class SubscriptionsController {
  constructor(private readonly subscriptions: SubscriptionsService) {}

  /** Takes the timetable from where it is published, now and every day. In place of the one before. */
  @Post()
  @Allow(WORKERS, 'schedule:write')
  subscribe(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { url }: SubscribeDto,
  ): Promise<SubscriptionDto> {
    return this.subscriptions.subscribe(caller, id, url);
  }

  @Get()
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SubscriptionDto> {
    return this.subscriptions.get(caller, id);
  }

  /** The timetable stays as it was fetched last. */
  @Delete()
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.subscriptions.remove(caller, id, precondition);
  }
}
