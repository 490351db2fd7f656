import { offsetAt } from '../../domain/offset.js';
import { csvText, type CsvValue } from '../../domain/tables/csv-text.js';
import { AREAS, type PlannedHeadcount } from './counts.js';
import { LABS, ZONE, type Lab } from './labs.js';
import type { PlannedRequest } from './requests.js';

/** A lab's export from the library's old ticket system: wall-clock times, empty cells and some mistakes. */
export function ticketsCsv(lab: Lab, requests: readonly PlannedRequest[]): string {
  const prefix = LABS[lab].slice(0, 1);
  const rows = requests.map((request, index) => ({
    number: `${prefix}-${1001 + index}`,
    created: wallClock(request.openedAt),
    answered: wallClock(request.firstResponseAt),
    handed_on: wallClock(request.escalatedAt),
    solved: wallClock(request.resolvedAt),
    team: request.escalatedAt === null ? 'library' : 'campus-it',
    via: request.channel,
    topic: request.category,
    read: String(request.readLevel),
    directional: request.directional ? 'yes' : 'no',
  }));
  const [first, second, third, fourth] = rows.slice(40, 44);
  first!.created = first!.created.replace(/ .*/, ' 25:10:00');
  second!.number = '';
  third!.read = '7';
  [fourth!.answered, fourth!.solved] = [fourth!.solved || fourth!.created, fourth!.created];
  return tableOf(rows);
}

export const TICKET_COLUMNS = {
  externalId: 'number',
  openedAt: 'created',
  firstResponseAt: 'answered',
  escalatedAt: 'handed_on',
  resolvedAt: 'solved',
  tier: 'team',
  channel: 'via',
  category: 'topic',
  readLevel: 'read',
  directional: 'directional',
};

/** The guards' sheet: one line per round, one column per area. */
export function headcountsCsv(lab: Lab, counts: readonly PlannedHeadcount[]): string {
  const rounds = Map.groupBy(
    counts.filter((count) => count.lab === lab),
    (count) => count.at,
  );
  const rows = [...rounds].map(([at, counted]) => ({
    when: wallClock(at),
    ...Object.fromEntries(AREAS[lab].map((area) => [area, counted.find((one) => one.area === area)?.count])),
  }));
  return tableOf(rows);
}

/** A CSV text whose header has the names of the first row. */
const tableOf = (rows: readonly Record<string, CsvValue>[]): string =>
  csvText([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]);

function wallClock(instant: number | null): string {
  if (instant === null) return '';
  const wall = new Date(instant + offsetAt(instant, ZONE)).toISOString();
  return wall.slice(0, 19).replace('T', ' ');
}
