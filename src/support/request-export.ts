import { csvText } from '../domain/tables/csv-text.js';
import type { Page } from '../platform/http/paging.js';
import type { SupportRequestDto } from './support.dto.js';

/** Without who asks, and without the words of the thread. */
const COLUMNS = [
  'id',
  'locationId',
  'source',
  'externalId',
  'externalUrl',
  'title',
  'workstation',
  'category',
  'channel',
  'tier',
  'priority',
  'openedAt',
  'firstResponseAt',
  'waitedMinutes',
  'waitUnknown',
  'escalatedAt',
  'firstResolvedAt',
  'resolvedAt',
  'assigneeName',
  'readLevel',
  'directional',
  'waitingSince',
  'loggedAt',
  'loggedLate',
  'history',
] as const satisfies readonly (keyof SupportRequestDto)[];

export const CSV_ROWS_AT_ONCE = 200;

/** All requests of a list as CSV with a header line, a page at a time. */
export async function* requestsCsv(
  first: Page<SupportRequestDto>,
  list: (page: { limit: number; cursor: string }) => Promise<Page<SupportRequestDto>>,
): AsyncGenerator<string> {
  yield csvText([COLUMNS]);
  for (let page = first; ; page = await list({ limit: CSV_ROWS_AT_ONCE, cursor: page.nextCursor })) {
    yield csvText(page.items.map((item) => COLUMNS.map((column) => item[column])));
    if (page.nextCursor === null) return;
  }
}
