import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { forbidden } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { inZone } from '../../domain/iso-text.js';
import { onDuty, type Duty } from '../../domain/on-duty.js';
import { Clock } from '../../platform/clock/clock.js';
import type { OnDutyDto, OnDutyQuery } from './on-duty.dto.js';
import { OnDutyRepository, type DutyRow } from './on-duty.repository.js';

const DAYS_AHEAD = 7;

/** Who is on duty at a location, and who comes next. */
@Injectable()
export class OnDutyService {
  constructor(
    private readonly duty: OnDutyRepository,
    private readonly locations: LocationsService,
    private readonly clock: Clock,
  ) {}

  /** For operators within a day from now only: otherwise they could read the whole schedule of a colleague. */
  async get(caller: Caller, { locationId, at }: OnDutyQuery): Promise<OnDutyDto> {
    const { id, timeZone } = await this.locations.get(caller, locationId);
    const moment = at?.getTime() ?? this.clock.now();
    if (caller.role === 'operator' && Math.abs(moment - this.clock.now()) > DAY)
      throw forbidden('FORBIDDEN.far-duty');
    const { now, next } = await this.at(id, moment);
    return {
      now: now.map(({ seat: { name, positionId }, until }) => ({
        name,
        positionId,
        until: inZone(until, timeZone),
      })),
      next: next.map(({ seat: { name, positionId }, from }) => ({
        name,
        positionId,
        from: inZone(from, timeZone),
      })),
    };
  }

  async at(locationId: string, moment: number): Promise<Duty<DutyRow>> {
    const [from, to] = [new Date(moment), new Date(moment + DAYS_AHEAD * DAY)];
    return onDuty(await this.duty.findSeats(locationId, from, to), moment);
  }
}
