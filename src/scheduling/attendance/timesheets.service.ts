import { Injectable } from '@nestjs/common';
import { locationFilter, type Caller } from '../../access/caller.js';
import type { SettingsDto } from '../../coverage/locations.dto.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { isCutShort, punctuality, workedSpan } from '../../domain/attendance.js';
import { intersection, type Span } from '../../domain/interval.js';
import { localDateOf } from '../../domain/local-date.js';
import { paidMinutes } from '../../domain/paid-minutes.js';
import { csvText } from '../../domain/tables/csv-text.js';
import { Clock } from '../../platform/clock/clock.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { spanOf } from '../roster/shifts.repository.js';
import type { TimesheetDto, TimesheetLineDto, TimesheetRemark } from './attendance.dto.js';
import { PayPeriodsRepository, type TimesheetRow } from './pay-periods.repository.js';
import { PayPeriodsService } from './pay-periods.service.js';

/** The work of all operators in a pay period. */
@Injectable()
export class TimesheetsService {
  constructor(
    private readonly periods: PayPeriodsService,
    private readonly work: PayPeriodsRepository,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * For an operator their own work, otherwise that of all operators at the caller's locations. A shift across
   * the period's end counts by its part; the parts add up to the whole.
   */
  async get(caller: Caller, periodId: string): Promise<TimesheetDto> {
    const row = await this.periods.getRow(periodId);
    const period = await this.periods.spanOf(row);
    const isOperator = caller.role === 'operator';
    const rows = await this.work.findWork(
      {
        visible: isOperator ? null : locationFilter(caller),
        operatorId: isOperator ? caller.operatorId : null,
      },
      new Date(period.start),
      new Date(period.end),
    );
    const settings = await this.settings.get();
    const lines = rows.flatMap((one) => this.lineOf(one, period, settings));
    const totals = [...Map.groupBy(lines, (line) => line.operatorId).values()].map((own) => ({
      operatorId: own[0]!.operatorId,
      operatorName: own[0]!.operatorName,
      employeeId: own[0]!.employeeId,
      minutes: own.reduce((sum, line) => sum + line.minutes, 0),
    }));
    return { period: await this.periods.get(periodId), lines, totals };
  }

  private lineOf(
    row: TimesheetRow,
    period: Span,
    { timeZone: zone, graceMinutes }: SettingsDto,
  ): TimesheetLineDto[] {
    const now = this.clock.now();
    const shift = spanOf(row);
    const record = {
      checkedInAt: row.checkedInAt && +row.checkedInAt,
      checkedOutAt: row.checkedOutAt && +row.checkedOutAt,
      nextCheckInAt: row.nextCheckInAt && +row.nextCheckInAt,
    };
    const worked = workedSpan(record, shift, now);
    if (!intersection(worked ?? shift, period)) return [];
    const { timeZone, noShow: _noShow, nextCheckInAt: _next, ...rest } = row;
    return [
      {
        ...rest,
        date: localDateOf(shift.start, timeZone),
        startsAt: inZone(row.startsAt, timeZone),
        endsAt: inZone(row.endsAt, timeZone),
        checkedInAt: inZoneOrNull(row.checkedInAt, timeZone),
        checkedOutAt: inZoneOrNull(row.checkedOutAt, timeZone),
        minutes: worked ? paidMinutes(worked, period, zone) : 0,
        ...punctuality(record, shift, graceMinutes),
        remark: isCutShort(record) ? 'overlap' : remarkOn(row, now),
      },
    ];
  }
}

function remarkOn(row: TimesheetRow, now: number): TimesheetRemark | null {
  if (row.noShow) return 'no-show';
  if (row.checkedInAt === null) return +row.endsAt > now ? 'ahead' : 'no-check-in';
  return row.checkedOutAt === null && +row.endsAt <= now ? 'no-check-out' : null;
}

const COLUMNS: readonly (keyof TimesheetLineDto)[] = [
  'employeeId',
  'operatorName',
  'date',
  'locationName',
  'positionName',
  'startsAt',
  'endsAt',
  'checkedInAt',
  'checkedOutAt',
  'minutes',
  'lateMinutes',
  'leftEarlyMinutes',
  'remark',
  'operatorId',
  'claimId',
];

/** A timesheet's lines as CSV with a header line. */
export const timesheetCsv = ({ lines }: TimesheetDto): string =>
  csvText([COLUMNS, ...lines.map((line) => COLUMNS.map((column) => line[column]))]);
