import { Injectable } from '@nestjs/common';
import { locationFilter, type Caller } from '../access/caller.js';
import { SettingsService } from '../coverage/settings.service.js';
import { outermost, spanOfWorkingDays } from '../domain/working-days.js';
import { CategoriesService } from './categories/categories.service.js';
import { RequestListRepository, type RequestSelection } from './request-list.repository.js';
import { RequestVisibility } from './request-visibility.js';
import type { RequestChoicesDto, SupportRequestQuery } from './support.dto.js';

/** Says what a list of requests selects, of all that its caller may see. */
@Injectable()
export class RequestSelector {
  constructor(
    private readonly lists: RequestListRepository,
    private readonly visibility: RequestVisibility,
    private readonly categories: CategoriesService,
    private readonly institution: SettingsService,
  ) {}

  /** What a list can be narrowed by, of the requests that a member of staff may see. */
  async choicesOf(caller: Caller): Promise<RequestChoicesDto> {
    const visible = locationFilter(caller);
    return {
      assignees: await this.lists.findAssignees(visible),
      channels: await this.lists.findChannels(visible),
    };
  }

  async selectionOf(caller: Caller, query: SupportRequestQuery): Promise<RequestSelection> {
    const assignee = query.assignee?.toLowerCase() ?? null;
    const isNamed = assignee !== null && assignee !== 'nobody';
    const places = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    return {
      ...places,
      ...(await this.openedIn(query, places)),
      operator: await this.visibility.sightOf(caller),
      tier: query.tier ?? null,
      channel: query.channel ?? null,
      priority: query.priority ?? null,
      categories:
        query.category === undefined ? null : (await this.categories.meanings()).wordsLike(query.category),
      escalated: query.escalated ?? null,
      history: query.history ?? null,
      resolved: query.resolved ?? null,
      assigneeId: isNamed ? (assignee === 'me' ? caller.id : assignee) : null,
      assigned: assignee === 'nobody' ? false : null,
      search: query.search ?? null,
    };
  }

  /** When they were opened: between instants, and on working days of their locations. */
  private async openedIn(
    query: SupportRequestQuery,
    places: Pick<RequestSelection, 'visible' | 'locationId'>,
  ): Promise<Pick<RequestSelection, 'from' | 'to' | 'openedByZone'>> {
    const from = query.from ?? null;
    const to = query.to ?? null;
    const first = query.firstDay ?? null;
    const last = query.lastDay ?? null;
    if (first === null && last === null) return { from, to, openedByZone: null };
    const { workdayStartsAt } = await this.institution.get();
    const spans = (await this.lists.zonesOf(places)).map(
      (zone) => [zone, spanOfWorkingDays({ first, last }, zone, workdayStartsAt)] as const,
    );
    const all = outermost(spans.map(([, span]) => span));
    return {
      from: all.from === null ? from : new Date(Math.max(all.from, +(from ?? all.from))),
      to: all.to === null ? to : new Date(Math.min(all.to, +(to ?? all.to))),
      openedByZone: Object.fromEntries(
        spans.map(([zone, span]) => [zone, { from: isoOf(span.from), to: isoOf(span.to) }]),
      ),
    };
  }
}

const isoOf = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString();
