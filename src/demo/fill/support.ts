import type { Caller } from '../../access/caller.js';
import type { CreateActivityDto } from '../../support/activity/activity.dto.js';
import { ActivityService } from '../../support/activity/activity.service.js';
import { DeskService } from '../../support/desk.service.js';
import { SupportRequestsService } from '../../support/support-requests.service.js';
import { ThreadService } from '../../support/thread/thread.service.js';
import type { PlannedReading } from '../plan/activity.js';
import type { PlannedHeadcount, PlannedTally } from '../plan/counts.js';
import type { Lab } from '../plan/labs.js';
import { SUPERVISOR_OF } from '../plan/people.js';
import type { PlannedRequest } from '../plan/requests.js';
import { wordsOf } from '../plan/request-words.js';
import type { ScheduledAction, FillContext } from './fill-context.js';

const TICKETS_OF_CAMPUS_IT = 'https://it.larkfield.example.edu/tickets';
const FIRST_TICKET = 48_213;

/** Logs requests as they are handled. Campus IT closes those that were handed on to it. */
export const logging = (world: FillContext, requests: readonly PlannedRequest[]): ScheduledAction[] =>
  requests.flatMap((request, index) => {
    const { escalatedAt, firstResponseAt, resolvedAt } = request;
    const service = world.service(SupportRequestsService);
    const thread = world.service(ThreadService);
    const isHandedOn = escalatedAt !== null;
    const { tried, ...words } = wordsOf(request.category, index);
    let id = '';
    const log: ScheduledAction = {
      at: escalatedAt ?? resolvedAt ?? firstResponseAt ?? request.openedAt,
      run: async () => {
        const saved = await world.as(who(world, request), (caller) =>
          service.save(caller, {
            locationId: world.locationId(request.lab),
            openedAt: new Date(request.openedAt),
            firstResponseAt: date(firstResponseAt),
            waitedMinutes: request.waitedMinutes,
            resolvedAt: isHandedOn ? null : date(resolvedAt),
            // Begins with the library, whatever the rules say.
            ...(isHandedOn && { tier: 'library' as const }),
            ...words,
            externalUrl: isHandedOn ? `${TICKETS_OF_CAMPUS_IT}/${FIRST_TICKET + index}` : null,
            channel: request.channel,
            category: request.category,
            readLevel: request.readLevel,
            directional: request.directional,
          }),
        );
        id = saved.item.id;
        if (isHandedOn)
          await world.as(who(world, request), (caller) => thread.escalate(caller, id, { text: tried }));
      },
    };
    if (!isHandedOn || resolvedAt === null) return [log];
    const change = { resolvedAt: new Date(resolvedAt) };
    const close = (): Promise<unknown> =>
      world.as(world.member('dana'), (dana) => service.update(dana, id, change, null));
    return [log, { at: resolvedAt, run: async () => void (await close()) }];
  });

/** What is counted at the desks. */
export interface PlannedCounts {
  headcounts: readonly PlannedHeadcount[];
  workstations: readonly PlannedHeadcount[];
  readings: readonly PlannedReading[];
  tallies: readonly PlannedTally[];
}

/** Records the counts made at the desk. */
export const counting = (
  world: FillContext,
  { headcounts, workstations, readings, tallies }: PlannedCounts,
): ScheduledAction[] => {
  const desk = world.service(DeskService);
  const activity = world.service(ActivityService);
  const save = (
    { lab, operator, at }: { lab: Lab; operator: number | null; at: number },
    counted: Pick<CreateActivityDto, 'series' | 'area' | 'count' | 'cumulative'>,
  ): ScheduledAction => ({
    at,
    run: async () => {
      const body = { locationId: world.locationId(lab), at: new Date(at), ...counted };
      await world.as(who(world, { lab, operator }), (caller) => activity.save(caller, body));
    },
  });
  return [
    ...workstations.map((one) =>
      save(one, { series: 'workstations-in-use', area: one.area, count: one.count }),
    ),
    ...readings.map((one) => save(one, { series: 'gate', count: one.stands, cumulative: true })),
    ...headcounts.map(({ lab, operator, at, area, count }) => ({
      at,
      run: async () => {
        const body = { locationId: world.locationId(lab), at: new Date(at), area, count };
        await world.as(who(world, { lab, operator }), (caller) => activity.saveHeadcount(caller, body));
      },
    })),
    ...tallies.map(({ lab, operator, at, count, category, directional }) => ({
      at,
      run: async () => {
        const body = { locationId: world.locationId(lab), at: new Date(at), count, category, directional };
        await world.as(who(world, { lab, operator }), (caller) => desk.addTally(caller, body));
      },
    })),
  ];
};

/** The operator at the desk, or else the lab's supervisor. */
const who = (world: FillContext, { lab, operator }: { lab: Lab; operator: number | null }): Caller =>
  operator === null ? world.member(SUPERVISOR_OF[lab]) : world.operators[operator]!;

const date = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
