import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiTags, refs } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../../../domain/errors.js';
import { SECOND } from '../../../domain/interval.js';
import { Public } from '../../../platform/http/permission.js';
import { Id } from '../../../platform/http/uuid.pipe.js';
import type { SignedMessage } from '../../../platform/webhooks/signatures.js';
import {
  PushedActivityDto,
  PushedItemsDto,
  PushedRequestDto,
  PushedRequestsDto,
  PushReceiptDto,
} from './pushes.dto.js';
import { PushesService } from './pushes.service.js';

/** From one address; a whole campus may send from one. */
const PER_MINUTE = 30_000;
const HEADERS = {
  'webhook-id': /^[\x21-\x7e]{1,150}$/,
  'webhook-timestamp': /^\d{1,10}$/,
  'webhook-signature': /^[\x20-\x7e]{1,2000}$/,
};

@ApiTags('Support')
@Controller('hooks/support')
export class PushesController {
  constructor(private readonly pushes: PushesService) {}

  /**
   * Takes a push of one request or count (with `series`), or of up to a hundred as `items`, signed as Standard Webhooks describes it. It is stored
   * before it is answered. The same `webhook-id` again changes nothing.
   */
  @Post(':sourceId')
  @Public({ isSigned: true })
  @Throttle({ default: { limit: PER_MINUTE, ttl: 60_000 } })
  @HttpCode(200)
  @ApiHeader({
    name: 'webhook-id',
    required: true,
    description: 'The id of the push, the same when it is sent again.',
  })
  @ApiHeader({
    name: 'webhook-timestamp',
    required: true,
    description: 'When it is sent, in seconds since 1970.',
  })
  @ApiHeader({
    name: 'webhook-signature',
    required: true,
    description: 'One or several of `v1,` and the HMAC in base64.',
  })
  @ApiExtraModels(PushedRequestDto, PushedActivityDto, PushedRequestsDto, PushedItemsDto)
  @ApiBody({
    schema: { oneOf: refs(PushedRequestDto, PushedActivityDto, PushedRequestsDto, PushedItemsDto) },
  })
  receive(@Id('sourceId') sourceId: string, @Req() request: FastifyRequest): Promise<PushReceiptDto> {
    return this.pushes.receive(sourceId, messageOf(request));
  }
}

function messageOf(request: FastifyRequest): SignedMessage {
  const [id, seconds, signatures] = (Object.keys(HEADERS) as (keyof typeof HEADERS)[]).map((name) => {
    const value = request.headers[name];
    if (typeof value === 'string' && HEADERS[name].test(value)) return value;
    throw invalid(name, 'INVALID_FIELD.push-header', { field: name });
  }) as [string, string, string];
  const body = typeof request.body === 'string' ? request.body : '';
  return { id, sentAt: Number(seconds) * SECOND, signatures: signatures.split(' '), body };
}
