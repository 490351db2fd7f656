import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import type { Meanings } from '../../domain/categories.js';
import {
  candidatesFor,
  chosenRule,
  dependsOnStaffing,
  onShiftAt,
  sumOf,
  type Arrival,
  type OnShift,
} from '../../domain/routing.js';
import { Clock } from '../../platform/clock/clock.js';
import { StaffingService } from '../../scheduling/staffing/staffing.service.js';
import { CategoriesService } from '../categories/categories.service.js';
import type { TriedRoutingDto, TryRoutingDto } from './routing.dto.js';
import { RoutingRepository, type RoutingRuleRow } from './routing.repository.js';

const NOBODY: OnShift = new Map();

/** Asks the rules who gets a new request first. */
@Injectable()
export class FirstTier {
  constructor(
    private readonly rules: RoutingRepository,
    private readonly staffing: StaffingService,
    private readonly categories: CategoriesService,
    private readonly locations: LocationsService,
    private readonly clock: Clock,
  ) {}

  /** The rule by which a request goes; null for none, when it begins with the library. */
  async ruleFor(arrival: Arrival, meanings: Meanings): Promise<RoutingRuleRow | null> {
    const candidates = candidatesFor(await this.rules.findFor(arrival.locationId), arrival, meanings);
    const onShift = dependsOnStaffing(candidates) ? await this.onShift(arrival) : NOBODY;
    return chosenRule(candidates, onShift);
  }

  /** Who would get a request first. Changes nothing. */
  async try(
    caller: Caller,
    { locationId, at, category = null, priority = 'normal' }: TryRoutingDto,
  ): Promise<TriedRoutingDto> {
    const { id, timeZone } = await this.locations.get(caller, locationId);
    const arrival = {
      locationId: id,
      timeZone,
      at: at === undefined ? this.clock.now() : +at,
      category,
      priority,
    };
    const rules = await this.rules.findFor(id);
    const onShift = await this.onShift(arrival);
    const rule = chosenRule(candidatesFor(rules, arrival, await this.categories.meanings()), onShift);
    return {
      tier: rule?.tier ?? 'library',
      ruleId: rule?.id ?? null,
      words: rule?.words ?? null,
      onShift: sumOf(onShift),
    };
  }

  private async onShift({ locationId, at }: Arrival): Promise<OnShift> {
    return onShiftAt(await this.staffing.onShift([locationId], { start: at, end: at + 1 }, 'approved'), at);
  }
}
