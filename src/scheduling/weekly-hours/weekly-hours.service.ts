import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { inZone } from '../../domain/iso-text.js';
import { addDays } from '../../domain/local-date.js';
import { startOfDate } from '../../domain/recurrence.js';
import { weeksTouched } from '../../domain/week-calendar.js';
import { roundedHours, weeklyHours } from '../../domain/weekly-hours.js';
import { OperatorsService } from '../../people/operators.service.js';
import { windowOf } from '../../platform/http/time-window.js';
import { EligibilityRepository } from '../eligibility/eligibility.repository.js';
import type { WeeklyHoursDto, WeeklyHoursQuery } from './weekly-hours.dto.js';

/** An operator's hours of each week, from the data of the eligibility rules. */
@Injectable()
export class WeeklyHoursService {
  constructor(
    private readonly operators: OperatorsService,
    private readonly settings: SettingsService,
    private readonly facts: EligibilityRepository,
  ) {}

  async find(caller: Caller, operatorId: string, query: WeeklyHoursQuery): Promise<WeeklyHoursDto> {
    const operator = await this.operators.get(caller, operatorId);
    const calendar = await this.settings.calendar();
    const { zone } = calendar;
    const [from, to] = [query.from, query.to].map((date) => new Date(startOfDate(date, zone)));
    const asked = windowOf({ from: from!, to: to! });
    const weeks = weeksTouched(asked, calendar);
    const [first, last] = [weeks[0]!, weeks.at(-1)!];
    const { claims, terms } = await this.facts.bearingOn(
      [operator.id],
      { start: first.span.start, end: last.span.end },
      { first: first.startsOn, last: addDays(last.startsOn, 6) },
    );
    return {
      items: weeklyHours(asked, calendar, claims, operator, terms).map(
        ({ startsOn, span, hours, cap, capOf }) => ({
          weekOf: startsOn,
          startsAt: inZone(span.start, zone),
          endsAt: inZone(span.end, zone),
          hours: roundedHours(hours),
          elsewhere: operator.otherWeeklyHours,
          cap,
          capOf,
        }),
      ),
    };
  }
}
