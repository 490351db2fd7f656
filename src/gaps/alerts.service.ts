import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../access/caller.js';
import { notFound } from '../domain/errors.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { LOCAL_DATE, pageRequest, toPage, UUID, type Page } from '../platform/http/paging.js';
import { AlertsRepository, type AlertRow } from './alerts.repository.js';
import type { AlertDto, AlertQuery } from './gaps.dto.js';

@Injectable()
export class AlertsService {
  constructor(private readonly alerts: AlertsRepository) {}

  async list(caller: Caller, query: AlertQuery): Promise<Page<AlertDto>> {
    const page = pageRequest(query, [LOCAL_DATE, UUID]);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      status: query.status ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    const rows = await this.alerts.list(selection, page);
    return toPage(rows, page, (row) => [row.date, row.id], toDto);
  }

  async get(caller: Caller, id: string): Promise<AlertDto> {
    const alert = await this.alerts.find(id);
    if (!alert || !canSeeLocation(caller, alert.locationId)) throw notFound('alert');
    return toDto(alert);
  }
}

const toDto = ({ timeZone, stretches, ...alert }: AlertRow): AlertDto => ({
  ...alert,
  stretches: stretches.map(({ start, end, ...numbers }) => ({
    startsAt: inZone(start, timeZone),
    endsAt: inZone(end, timeZone),
    ...numbers,
  })),
  firstSeenAt: inZone(alert.firstSeenAt, timeZone),
  lastSeenAt: inZone(alert.lastSeenAt, timeZone),
  closedAt: inZoneOrNull(alert.closedAt, timeZone),
});
