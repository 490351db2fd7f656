import { InvitationsService } from '../../access/invitations.service.js';
import { UsersService } from '../../access/users.service.js';
import { TimetablesService } from '../../availability/timetable/timetables.service.js';
import { CoverageExceptionsService } from '../../coverage/coverage-exceptions.service.js';
import { CoverageHoursService } from '../../coverage/coverage-hours.service.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { TermsService } from '../../coverage/terms.service.js';
import { HOUR } from '../../domain/interval.js';
import { addDays } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { OperatorsService } from '../../people/operators.service.js';
import { PositionsService } from '../../people/positions.service.js';
import { PilotsService } from '../../pilots/pilots.service.js';
import type { Autumn } from '../plan/calendar.js';
import { exceptionsOf, LAB_HOURS, LAB_KEYS, LABS, phaseDates, ZONE, type LabHours } from '../plan/labs.js';
import { DEMO_PASSWORD, emailOf, OPERATORS, STAFF, type StaffKey } from '../plan/people.js';
import { timetableOf } from '../plan/timetables.js';
import type { ServiceTarget } from '../../domain/service-clock.js';
import { callerOf, type ScheduledAction, type FillContext } from './fill-context.js';

/** In minutes in which a lab is open. */
const TARGETS: ServiceTarget[] = [
  { tier: 'library', priority: 'normal', responseMinutes: 15, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', responseMinutes: null, resolutionMinutes: 600 },
  { tier: 'campus-it', priority: 'high', responseMinutes: null, resolutionMinutes: 240 },
];
const INSTITUTION = 'Larkfield University Library';
const HOURLY_COST = 15.5;

/** The time of the first event in the demo. */
export const beginningOf = ({ baseline }: Autumn): number =>
  instantOf(addDays(baseline.from, -14), '09:00', ZONE, 'first');

/** The labs and their staff, before the term; the pilot's hours and operators, before the pilot. */
export function setUp(world: FillContext, autumn: Autumn): ScheduledAction[] {
  const beginning = beginningOf(autumn);
  const recruited = instantOf(addDays(autumn.pilot.from, -21), '11:00', ZONE, 'first');
  return [
    { at: beginning, run: () => openLabs(world) },
    { at: beginning, run: () => planTerm(world, autumn) },
    { at: beginning, run: () => hireStaff(world) },
    { at: beginning, run: () => setHours(world, autumn, ['baseline']) },
    { at: beginning, run: () => setExceptions(world, autumn) },
    { at: beginning, run: () => planPilot(world, autumn) },
    { at: recruited, run: () => setHours(world, autumn, ['pilot', 'exams']) },
    { at: recruited, run: () => recruit(world) },
    { at: recruited + HOUR, run: () => uploadTimetables(world, autumn) },
  ];
}

async function openLabs(world: FillContext): Promise<void> {
  const [admin] = (await world.service(UsersService).list({ limit: 1 })).items;
  world.admin = callerOf(admin!);
  await world.as(world.admin, async () => {
    await world
      .service(SettingsService)
      .update(
        { institutionName: INSTITUTION, timeZone: ZONE, weekStartsOn: 1, serviceTargets: TARGETS },
        null,
      );
    for (const lab of LAB_KEYS) {
      const { id } = await world.service(LocationsService).create({ name: LABS[lab], timeZone: ZONE });
      world.locationIds.set(lab, id);
    }
    const [operator] = (await world.service(PositionsService).list(world.admin, { limit: 1 })).items;
    await world
      .service(PositionsService)
      .update(world.admin, operator!.id, { hourlyCost: HOURLY_COST }, null);
  });
}

async function planTerm(
  world: FillContext,
  { year, baseline, pilot, exams, thanksgiving }: Autumn,
): Promise<void> {
  const freeDays = { startsOn: addDays(thanksgiving, -1), endsOn: addDays(thanksgiving, 3) };
  await world.as(world.admin, () =>
    world.service(TermsService).create({
      name: `Autumn ${year}`,
      startsOn: baseline.from,
      endsOn: addDays(pilot.to, -1),
      periods: [
        { kind: 'break', ...freeDays },
        { kind: 'exams', startsOn: exams.from, endsOn: addDays(exams.to, -1) },
      ],
    }),
  );
}

async function hireStaff(world: FillContext): Promise<void> {
  for (const [key, { name, role, labs }] of Object.entries(STAFF)) {
    const locationIds = world.idsOf(labs);
    const invited = { name, role, locationIds, email: emailOf(name) };
    const user = await world.as(world.admin, () => world.service(UsersService).create(invited));
    await accept(world, user.invitationUrl!);
    world.staff.set(key as StaffKey, callerOf(user));
  }
}

async function recruit(world: FillContext): Promise<void> {
  for (const [index, { name, labs, weeklyHourCap }] of OPERATORS.entries()) {
    const operator = await world.as(world.member('priya'), (priya) =>
      world.service(OperatorsService).create(priya, {
        name,
        email: emailOf(name),
        locationIds: world.idsOf(labs),
        weeklyHourCap,
        employeeId: `S${20_417 + 13 * index}`,
      }),
    );
    await accept(world, operator.invitationUrl!);
    const { id: operatorId, userId: id, locationIds } = operator;
    world.operators.push(callerOf({ id, role: 'operator', operatorId, locationIds }));
  }
}

/** Each operator uploads their own timetable, as on a first day. */
async function uploadTimetables(world: FillContext, autumn: Autumn): Promise<void> {
  for (const [index, operator] of world.operators.entries()) {
    const file = Buffer.from(timetableOf(index, OPERATORS[index]!, autumn));
    await world.as(operator, () =>
      world.service(TimetablesService).replace(operator, operator.operatorId!, file),
    );
  }
}

async function accept(world: FillContext, invitationUrl: string): Promise<void> {
  await world.as(world.admin, () =>
    world.service(InvitationsService).accept(invitationUrl.split('/').at(-1)!, DEMO_PASSWORD),
  );
}

async function setHours(
  world: FillContext,
  autumn: Autumn,
  phases: readonly LabHours['phase'][],
): Promise<void> {
  for (const { lab, phase, weekdays, startsAt, endsAt, required } of LAB_HOURS) {
    if (!phases.includes(phase)) continue;
    const { from, to } = phaseDates(autumn, phase);
    await world.as(world.member('priya'), (priya) =>
      world.service(CoverageHoursService).create(priya, {
        locationId: world.locationId(lab),
        weekdays: [...weekdays],
        startsAt,
        endsAt,
        required,
        effectiveFrom: from,
        effectiveTo: addDays(to, -1),
      }),
    );
  }
}

async function setExceptions(world: FillContext, autumn: Autumn): Promise<void> {
  for (const { lab, date, reason, hours } of exceptionsOf(autumn)) {
    const kind = hours.length === 0 ? 'closed' : 'special';
    await world.as(world.member('priya'), (priya) =>
      world.service(CoverageExceptionsService).create(priya, {
        locationId: world.locationId(lab),
        date,
        kind,
        reason,
        hours: hours.map(({ startsAt, endsAt, required }) => ({ startsAt, endsAt, required })),
      }),
    );
  }
}

async function planPilot(
  world: FillContext,
  { year, baseline, pilot, laborDay, thanksgiving }: Autumn,
): Promise<void> {
  await world.as(world.admin, (admin) =>
    world.service(PilotsService).create(admin, {
      name: `Late labs, autumn ${year}`,
      locationIds: world.idsOf(LAB_KEYS),
      baseline,
      pilot,
      exclusions: [
        { from: laborDay, to: addDays(laborDay, 1), reason: 'Labor Day' },
        { from: addDays(thanksgiving, -1), to: addDays(thanksgiving, 3), reason: 'Thanksgiving' },
      ],
      targets: [
        { metric: 'coverageRate', comparison: 'at-least', value: 0.9, smallestDifference: 0.02 },
        {
          metric: 'firstResponseWallMinutesP50',
          comparison: 'at-most',
          value: 15,
          smallestDifference: 5,
          primary: true,
        },
        { metric: 'escalationShare', comparison: 'at-most', value: 0.15 },
      ],
      fixedCosts: 1200,
    }),
  );
}
