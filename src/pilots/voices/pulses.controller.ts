import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { Public } from '../../platform/http/permission.js';
import { AnswerPulseDto, PulseDto } from './pulses.dto.js';
import { PulsesService } from './pulses.service.js';

@ApiTags('Voices')
@Controller('pulses')
export class PulsesController {
  constructor(private readonly pulses: PulsesService) {}

  /** What the link asks about, and whether it can still be answered. */
  @Get(':token')
  @Public()
  @Throttle({ default: { limit: 120, ttl: 60_000 } })
  get(@Param('token') token: string): Promise<PulseDto> {
    return this.pulses.get(token);
  }

  /** Counts the answers, once per link. Nothing that is stored says who gave them. */
  @Post(':token')
  @Public()
  @Throttle({ default: { limit: 120, ttl: 60_000 } })
  @HttpCode(204)
  answer(@Param('token') token: string, @Body() { answers }: AnswerPulseDto): Promise<void> {
    return this.pulses.answer(token, answers);
  }
}
