import { Body, Controller, Get, HttpCode, Ip, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { AttendanceDto, ReasonDto, type ClaimDto } from '../roster/roster.dto.js';
import {
  CheckedInDto,
  CorrectionDto,
  CorrectionQuery,
  CoveredByDto,
  CreateCorrectionDto,
} from './attendance.dto.js';
import { AttendanceService } from './attendance.service.js';
import { CorrectionsService } from './corrections.service.js';
import { CoveringService } from './covering.service.js';

@ApiTags('Attendance')
@Controller()
export class AttendanceController {
  constructor(
    private readonly attendance: AttendanceService,
    private readonly corrections: CorrectionsService,
    private readonly covering: CoveringService,
  ) {}

  /**
   * Possible from shortly before the start until the end of the shift, and only from the location's networks,
   * if it names any. Ends the operator's attendance of another shift that is still open.
   */
  @Post('claims/:id/check-in')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  checkIn(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { at }: AttendanceDto,
    @Ip() address: string,
  ): Promise<CheckedInDto> {
    return this.attendance.checkIn(caller, id, { at, address });
  }

  @Post('claims/:id/check-out')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  checkOut(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { at }: AttendanceDto,
  ): Promise<ClaimDto> {
    return this.attendance.checkOut(caller, id, at);
  }

  /** Undoes a check-out. An operator may do so for 15 minutes. */
  @Post('claims/:id/undo-check-out')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  undoCheckOut(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.attendance.undoCheckOut(caller, id);
  }

  @Post('claims/:id/undo-no-show')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  undoNoShow(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.attendance.undoNoShow(caller, id);
  }

  @Post('claims/:id/no-show')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  markNoShow(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.attendance.markNoShow(caller, id);
  }

  /** Records afterwards that another operator worked the shift. */
  @Post('claims/:id/covered-by')
  @Allow(SUPERVISORS, 'schedule:write')
  recordCovering(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CoveredByDto,
  ): Promise<ClaimDto> {
    return this.covering.record(caller, id, body);
  }

  /**
   * States when somebody really came and left. An operator's correction waits for a supervisor; a
   * supervisor's takes effect at once.
   */
  @Post('claims/:id/attendance-corrections')
  @Allow(WORKERS, 'schedule:write')
  correct(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateCorrectionDto,
  ): Promise<CorrectionDto> {
    return this.corrections.create(caller, id, body);
  }

  @Get('attendance-corrections')
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(CorrectionDto)
  list(@CurrentCaller() caller: Caller, @Query() query: CorrectionQuery): Promise<Page<CorrectionDto>> {
    return this.corrections.list(caller, query);
  }

  @Get('attendance-corrections/:id')
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CorrectionDto> {
    return this.corrections.get(caller, id);
  }

  @Post('attendance-corrections/:id/approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approve(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CorrectionDto> {
    return this.corrections.approve(caller, id);
  }

  @Post('attendance-corrections/:id/reject')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reject(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<CorrectionDto> {
    return this.corrections.reject(caller, id, reason);
  }
}
