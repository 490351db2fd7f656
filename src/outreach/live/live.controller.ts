import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, EVERYONE } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { LiveService } from './live.service.js';

@Controller('events')
export class LiveController {
  constructor(private readonly live: LiveService) {}

  /**
   * Server-sent events for the web app: which kind of entity changed, and at which location. The response
   * never ends, so it is not in OpenAPI.
   */
  @Get()
  @ApiExcludeEndpoint()
  @Allow(EVERYONE)
  async listen(
    @CurrentCaller() caller: Caller,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stream = this.live.admit(caller, reply.raw);
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // A connection that stays open afterwards would delay a shutdown.
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    await this.live.open(stream, lastEventId);
  }
}
