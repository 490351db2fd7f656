import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Multipart } from '@fastify/multipart';
import { ImportsService } from '../../support/imports/imports.service.js';
import { readingsCsv, type PlannedReading } from '../plan/activity.js';
import { AREAS, type PlannedHeadcount } from '../plan/counts.js';
import { LAB_KEYS, LABS, ZONE } from '../plan/labs.js';
import { SUPERVISOR_OF, type StaffKey } from '../plan/people.js';
import type { PlannedRequest } from '../plan/requests.js';
import { headcountsCsv, TICKET_COLUMNS, ticketsCsv } from '../plan/tickets-csv.js';
import type { ScheduledAction, FillContext } from './fill-context.js';

const POLL_MILLISECONDS = 50;

/** Imports the time before the pilot from files: the old ticket system's export, and the guards' sheets. */
export const importing = (
  world: FillContext,
  at: number,
  requests: readonly PlannedRequest[],
  headcounts: readonly PlannedHeadcount[],
  readings: readonly PlannedReading[],
): ScheduledAction[] =>
  LAB_KEYS.flatMap((lab) => {
    const name = LABS[lab].toLowerCase().replaceAll(' ', '-');
    const own = requests.filter((request) => request.lab === lab);
    const send = (fileName: string, csv: string, mapping: object) => async (): Promise<void> => {
      const whole = { ...mapping, timeZone: ZONE, locationId: world.locationId(lab) };
      await importFile(world, SUPERVISOR_OF[lab], fileName, csv, whole);
    };
    const tickets = { source: 'old-tickets', columns: TICKET_COLUMNS };
    const areas = Object.fromEntries(AREAS[lab].map((area) => [area, area]));
    const heads = { kind: 'headcounts', columns: { at: 'when' }, areas };
    const gate = {
      kind: 'activity',
      series: 'gate',
      cumulative: true,
      columns: { at: 'when', count: 'counter' },
    };
    const read = readings.filter((reading) => reading.lab === lab);
    return [
      { at, run: send(`${name}-tickets.csv`, ticketsCsv(lab, own), tickets) },
      { at, run: send(`${name}-headcounts.csv`, headcountsCsv(lab, headcounts), heads) },
      ...(read.length > 0 ? [{ at, run: send(`${name}-gate.csv`, readingsCsv(read), gate) }] : []),
    ];
  });

async function importFile(
  world: FillContext,
  supervisor: StaffKey,
  fileName: string,
  csv: string,
  mapping: object,
): Promise<void> {
  const imports = world.service(ImportsService);
  await world.as(world.member(supervisor), async (caller) => {
    const upload = await imports.receive(caller, formOf(fileName, csv, mapping));
    const { id } = await imports.create(caller, upload);
    for (;;) {
      const { status, error } = await imports.get(caller, id);
      if (status === 'completed') return;
      if (status === 'failed') throw new Error(`The import of ${fileName} failed: ${error}`);
      await delay(POLL_MILLISECONDS);
    }
  });
}

/** A form as a browser would send it, already parsed. */
async function* formOf(filename: string, csv: string, mapping: object): AsyncGenerator<Multipart> {
  const field = { type: 'field', fieldname: 'mapping', value: mapping };
  yield field as unknown as Multipart;
  const file = { type: 'file', fieldname: 'file', filename, file: Readable.from([Buffer.from(csv)]) };
  yield (await Promise.resolve(file)) as unknown as Multipart;
}
