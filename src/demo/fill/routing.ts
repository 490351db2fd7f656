import { addDays, type LocalDate } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { RoutingService } from '../../support/routing/routing.service.js';
import { ZONE } from '../plan/labs.js';
import { SUPERVISOR_OF } from '../plan/people.js';
import type { FillContext, ScheduledAction } from './fill-context.js';

/** The afternoon before the demo's day: a rule for all labs, and one of the main lab for nights without anybody. */
export const routing = (world: FillContext, day: LocalDate): ScheduledAction[] => [
  {
    at: instantOf(addDays(day, -1), '15:00', ZONE, 'first'),
    run: async () => {
      await world.as(world.admin, (admin) =>
        world.service(RoutingService).create(admin, {
          categories: ['wi-fi'],
          priorities: ['urgent'],
          tier: 'campus-it',
          words: 'The network is run by Campus IT',
        }),
      );
      await world.as(world.member(SUPERVISOR_OF.main), (supervisor) =>
        world.service(RoutingService).create(supervisor, {
          locationId: world.locationId('main'),
          categories: ['printing', 'scanning'],
          hours: { weekdays: [5, 6], startsAt: '22:00', endsAt: '02:00' },
          staffing: 'nobody-on-shift',
          tier: 'campus-it',
          words: 'No one is here at night',
        }),
      );
    },
  },
];
