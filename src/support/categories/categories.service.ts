import { Injectable } from '@nestjs/common';
import { canSeeLocation, locationFilter, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { leadsBack, type Category, type Meanings } from '../../domain/categories.js';
import { conflict, forbidden, invalid, notFound } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import {
  ISO_INSTANT,
  pageRequest,
  toPage,
  UUID,
  type Page,
  type PageQuery,
} from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { inZone } from '../../domain/iso-text.js';
import { SettingsService } from '../../coverage/settings.service.js';
import type {
  CategoryOrderDto,
  CategoryWordDto,
  ChangedCategoryPlaceDto,
  CreateSupportCategoryDto,
  SupportCategoryDto,
  SupportCategoryQuery,
  UpdateSupportCategoryDto,
} from './categories.dto.js';
import { CategoriesRepository, type CategoryRow } from './categories.repository.js';
import { meaningsOver } from './meanings-over.js';

const RANK = /^\d{1,9}$/;
const WORD = /^[^\0]+$/;

/**
 * What requests may be about: words for the whole institution, or for some desks. Requests keep the word with which they were
 * written down; what it counts as is looked up when they are read, so merging can be undone.
 */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly locations: LocationsService,
    private readonly settings: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: SupportCategoryQuery): Promise<Page<SupportCategoryDto>> {
    const page = pageRequest(query, [RANK, UUID]);
    const { locationId = null, offered = null } = query;
    if (locationId !== null && !canSeeLocation(caller, locationId.toLowerCase()))
      return { items: [], nextCursor: null };
    const rows = await this.categories.list({ locationId, offered }, page);
    const meanings = await this.meanings();
    return toPage(
      rows,
      page,
      ({ rank, id }) => [rank, id],
      (row) => toDto(caller, row, meanings),
    );
  }

  async get(caller: Caller, id: string): Promise<SupportCategoryDto> {
    const row = await this.categories.find(id);
    if (!row) throw notFound('category');
    return toDto(caller, row, await this.meanings());
  }

  create(caller: Caller, { locations = [], ...body }: CreateSupportCategoryDto): Promise<SupportCategoryDto> {
    return this.database.transaction(async () => {
      const { label, name = label, readLevel = null, directional = false, everywhere = true } = body;
      const { mergedIntoId = null } = body;
      const places = await this.placesOf(caller, locations);
      const category = { id: newId(), name, label, readLevel, directional, everywhere, mergedIntoId };
      const row = { ...category, locations: shownOf(places) };
      requireMayChange(caller, row);
      if (mergedIntoId !== null) await this.requireLeadsOn(category.id, mergedIntoId);
      await this.categories.insert(row);
      await this.categories.savePlaces(row.id, places);
      await this.record('support-category.created', row.id, { ...category, locations: places });
      return this.get(caller, row.id);
    });
  }

  /** Whoever has all its desks changes it. Others say for their own desks whether they offer it. */
  update(
    caller: Caller,
    id: string,
    { locations = [], ...change }: UpdateSupportCategoryDto,
    precondition: Precondition,
  ): Promise<SupportCategoryDto> {
    return this.database.transaction(async () => {
      // All rows in one order, so that two merges do not wait for each other.
      if (change.mergedIntoId !== undefined) await this.categories.findMeanings({ lock: true });
      const before = await this.lock(id);
      requireMatch(precondition, before.version);
      const places = await this.placesOf(caller, locations);
      const after = { ...before, ...change };
      if (Object.keys(change).length > 0 || places.length === 0) {
        requireMayChange(caller, before);
        requireMayChange(caller, { ...after, locations: withPlaces(before.locations, places) });
      }
      const { mergedIntoId } = after;
      const isMerge = mergedIntoId !== before.mergedIntoId;
      if (isMerge && mergedIntoId !== null) await this.requireLeadsOn(before.id, mergedIntoId);
      await this.categories.update(after);
      await this.categories.savePlaces(id, places);
      const action = !isMerge ? 'updated' : mergedIntoId === null ? 'separated' : 'merged';
      await this.record(`support-category.${action}`, id, {
        ...change,
        ...(places.length > 0 && { locations: places }),
      });
      return this.get(caller, id);
    });
  }

  /** Its requests keep their word. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const category = await this.lock(id);
      requireMatch(precondition, category.version);
      requireMayChange(caller, category);
      await this.categories.remove(id);
      await this.record('support-category.deleted', id, category);
    });
  }

  /** The order of the buttons at all desks. */
  order(caller: Caller, { ids }: CategoryOrderDto): Promise<void> {
    return this.database.transaction(async () => {
      if (caller.locationIds !== 'all') throw forbidden('FORBIDDEN.category');
      const known = new Set((await this.categories.findMeanings({ lock: true })).map(({ id }) => id));
      if (!ids.every((id) => known.has(id))) throw conflict('UNKNOWN_CATEGORY');
      await this.categories.saveOrder(ids);
      await this.record('support-category.ordered', ids[0]!, { ids });
    });
  }

  async listWords(caller: Caller, query: PageQuery): Promise<Page<CategoryWordDto>> {
    const page = pageRequest(query, [ISO_INSTANT, WORD]);
    const { timeZone } = await this.settings.get();
    return toPage(
      await this.categories.listWords(locationFilter(caller), page),
      page,
      ({ word, lastAt }) => [lastAt.toISOString(), word],
      ({ word, lastAt }) => ({ word, lastAt: inZone(lastAt, timeZone) }),
    );
  }

  /** What all words of requests mean today. */
  meanings(): Promise<Meanings> {
    return meaningsOver(this.database);
  }

  private async placesOf(
    caller: Caller,
    locations: readonly ChangedCategoryPlaceDto[],
  ): Promise<{ locationId: string; shown: boolean | null }[]> {
    const ids = locations.map(({ locationId }) => locationId);
    if (new Set(ids).size < ids.length)
      throw invalid('locations', 'INVALID_FIELD.repeated', { field: 'locations' });
    await this.locations.requireAllOwn(caller, ids);
    return locations.map(({ locationId, shown = null }) => ({ locationId, shown }));
  }

  private async requireLeadsOn(id: string, intoId: string): Promise<void> {
    const categories: readonly Category[] = await this.categories.findMeanings({ lock: true });
    if (leadsBack(categories, id, intoId)) throw conflict('CATEGORY_CIRCLE');
  }

  private async lock(id: string): Promise<CategoryRow> {
    const category = await this.categories.find(id, { lock: true });
    if (!category) throw notFound('category');
    return category;
  }

  private record(action: AuditAction<'support-category'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'support-category', entityId, details });
  }
}

type Place = CategoryRow['locations'][number];
type ChangedPlace = { locationId: string; shown: boolean | null };

const shownOf = (places: readonly ChangedPlace[]): Place[] =>
  places.flatMap(({ locationId, shown }) => (shown === null ? [] : [{ locationId, shown }]));

const withPlaces = (before: readonly Place[], changed: readonly ChangedPlace[]): Place[] => [
  ...before.filter(({ locationId }) => !changed.some((place) => place.locationId === locationId)),
  ...shownOf(changed),
];

/** A category of the whole institution, or of desks of others too, is not for a supervisor of some desks to change. */
function mayChange(
  caller: Caller,
  { everywhere, locations }: Pick<CategoryRow, 'everywhere' | 'locations'>,
): boolean {
  if (caller.locationIds === 'all') return true;
  const desks = locations.filter(({ shown }) => shown);
  const isOwn =
    !everywhere && desks.length > 0 && desks.every(({ locationId }) => canSeeLocation(caller, locationId));
  return isOwn && caller.role === 'supervisor';
}

function requireMayChange(caller: Caller, category: Pick<CategoryRow, 'everywhere' | 'locations'>): void {
  if (!mayChange(caller, category)) throw forbidden('FORBIDDEN.category');
}

const toDto = (
  caller: Caller,
  { rank: _rank, locations, ...row }: CategoryRow,
  meanings: Meanings,
): SupportCategoryDto => ({
  ...row,
  locations: locations.filter(({ locationId }) => canSeeLocation(caller, locationId)),
  countsAs: meanings.nameOf(row.name),
  mayChange: mayChange(caller, { everywhere: row.everywhere, locations }),
});
