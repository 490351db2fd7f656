import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { fingerprintOf, Idempotency } from '../../platform/http/idempotency.js';
import { answerOnce, HandlesIdempotencyItself } from '../../platform/http/idempotency.interceptor.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SubscribeDto, SubscriptionDto } from './subscription.dto.js';
import { SubscriptionsService } from './subscriptions.service.js';

@ApiTags('Availability')
@Controller('operators/:id/timetable-subscription')
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: SubscriptionsService,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Fetches the timetable from its published address now and every day, without the lines in `skip`. Replaces
   * an earlier subscription.
   */
  @Post()
  @Allow(WORKERS, 'schedule:write')
  @HandlesIdempotencyItself()
  async subscribe(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: SubscribeDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubscriptionDto> {
    const [fetched] = await Promise.allSettled([this.subscriptions.fetch(caller, id, body.url)]);
    return answerOnce(this.idempotency, { request, reply, fingerprint: fingerprintOf(body) }, () => {
      if (fetched.status === 'rejected') throw fetched.reason;
      return this.subscriptions.subscribe(caller, id, fetched.value, body.skip ?? []);
    });
  }

  @Get()
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SubscriptionDto> {
    return this.subscriptions.get(caller, id);
  }

  /** Ends the subscription. The timetable stays as it was last fetched. */
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
