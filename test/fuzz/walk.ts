import type { Answer } from '../support/http-client.js';
import { form, toWire, uploadParts } from './draft-request.js';
import { operations, type Operation } from './operations.js';
import { walkAccess } from './walk-access.js';
import { walkAttendance } from './walk-attendance.js';
import { walkMessages } from './walk-messages.js';
import { walkOutreach } from './walk-outreach.js';
import { walkLabs } from './walk-labs.js';
import { walkPilots } from './walk-pilots.js';
import { walkTimeOff } from './walk-time-off.js';
import { walkSupport } from './walk-support.js';
import { walkSources } from './walk-sources.js';
import { walkWaitlist } from './walk-waitlist.js';
import type { World } from './world.js';

let walks = 0;

/** Runs all valid operations once, and checks each answer like any other. */
export async function walk(world: World): Promise<void> {
  const byName = new Map(operations().map((operation) => [operation.name, operation]));
  const number = ++walks;
  const password = 'a quiet library';

  /** Calls an operation such as `POST /shifts/{id}/cancel`; throws unless it succeeds. */
  async function call(
    name: string,
    id = '',
    body?: unknown,
    caller = 'admin',
    query: string[] = [],
    entryId = '',
    also: Record<string, string> = {},
  ): Promise<Answer['body']> {
    const operation = byName.get(name)!;
    const headers = { ...world.caller(caller).headers, ...also };
    const path = operation.template.replace(/\{\w+\}/, id).replace(/\{\w+\}/, entryId);
    const answer = await send(operation, { path, headers, body, query }, caller);
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  function send(
    operation: Operation,
    {
      path,
      headers,
      body,
      query,
    }: { path: string; headers: Record<string, string>; body: unknown; query: string[] },
    caller: string,
  ): Promise<Answer> {
    const { method } = operation;
    const upload = operation.takesForm ? form(uploadParts(body as Parameters<typeof uploadParts>[0])) : null;
    const content = operation.takesCalendar
      ? { text: body as string, json: undefined, headers: { 'content-type': 'text/calendar' } }
      : { text: null, json: body, headers: upload?.headers };
    const draft = { operation, method, path, query, ...content, bytes: upload?.bytes ?? null };
    const sent = toWire({ ...draft, headers: { ...headers, ...content.headers } });
    return world.send(operation, world.caller(caller), sent);
  }
  /** Reads a created resource alone and in its list, changes it and deletes it. */
  async function lookAt(collection: string, id: string): Promise<void> {
    await call(`GET /${collection}/{id}`, id);
    await call(`GET /${collection}`);
  }

  await call('GET /me');
  await call('PATCH /settings', '', {
    weekStartsOn: 1,
    timeZone: 'America/Chicago',
    dailyHourCap: 12,
    minimumRestHours: null,
    shortestBreakMinutes: 15,
  });
  await call('GET /settings');
  // Random requests may have bound its qualifications to a term that ends before the walk does.
  const { items: positions } = await call('GET /positions');
  await call('PATCH /positions/{id}', positions[0].id as string, { expiresWithTerm: false, shadowShifts: 0 });
  const location = await call('POST /locations', '', { name: `Walk ${number}`, timeZone: 'America/Chicago' });
  const spare = await call('POST /locations', '', { name: `Spare ${number}`, timeZone: 'UTC' });
  await call('PATCH /locations/{id}', spare.id, { timeZone: 'Asia/Kathmandu' });
  await lookAt('locations', location.id);
  await call('DELETE /locations/{id}', spare.id);
  const position = await call('POST /positions', '', { name: `Walk ${number}`, hourlyCost: 12.5 });
  const none = await call('POST /positions', '', { name: `Spare ${number}` });
  await call('PATCH /positions/{id}', none.id, { hourlyCost: 0.29 });
  await lookAt('positions', position.id);
  await call('DELETE /positions/{id}', none.id);

  const term = await call('POST /terms', '', {
    name: `Walk ${number}`,
    startsOn: `${2040 + number}-08-24`,
    endsOn: `${2040 + number}-12-18`,
    periods: [{ kind: 'exams', startsOn: `${2040 + number}-12-14`, endsOn: `${2040 + number}-12-18` }],
    weeklyHourCap: { classes: 20, exams: 12.5, break: 40 },
  });
  await call('PATCH /terms/{id}', term.id, { name: `Walked ${number}` });
  await lookAt('terms', term.id);
  await call('DELETE /terms/{id}', term.id);

  const user = await call('POST /users', '', {
    name: 'U',
    email: `u${number}@walk.edu`,
    role: 'supervisor',
    locationIds: [location.id],
  });
  const { invitationUrl } = await call('POST /users/{id}/invitations', user.id);
  await call(
    'POST /auth/invitations/{token}',
    (invitationUrl as string).split('/').at(-1),
    { password },
    'nobody',
  );
  await call('POST /auth/login', '', { email: `u${number}@walk.edu`, password }, 'nobody');
  await call('GET /setup', '', undefined, 'nobody');
  await call('GET /setup/demo', '', undefined, 'nobody');
  await call('POST /auth/logout', '', undefined, 'operator');
  await call('PATCH /users/{id}', user.id, { name: 'V', role: 'campus_it' });
  await lookAt('users', user.id);
  await call('POST /users/{id}/sign-out', user.id);
  const leaving = await call('POST /users', '', { name: 'W', email: `w${number}@walk.edu`, role: 'admin' });
  await call('DELETE /users/{id}', leaving.id);
  const key = await call('POST /api-keys', '', {
    name: 'Key',
    scopes: ['support:read'],
    expiresAt: '2027-01-01T00:00:00Z',
  });
  await lookAt('api-keys', key.id);
  const { id: userId } = await call('GET /me');
  await call('POST /api-keys/{id}/hand-over', key.id, { userId });
  await call('DELETE /api-keys/{id}', key.id);
  await call('GET /audit-events');
  await walkAccess(call);

  const operator = await call('POST /operators', '', {
    name: 'Maya',
    email: `m${number}@walk.edu`,
    weeklyHourCap: 20,
  });
  const former = await call('POST /operators', '', {
    name: 'Noor',
    email: `n${number}@walk.edu`,
    locationIds: [location.id],
  });
  await call('POST /operators/{id}/invitations', former.id);
  await call('PATCH /operators/{id}', operator.id, {
    employeeId: 'E-1',
    weeklyHourCap: null,
    positionIds: [position.id],
  });
  await lookAt('operators', operator.id);
  const away = { kind: 'weekly', weekday: 7, startsAt: '22:00', endsAt: '06:00', reason: null };
  const entry = await call('POST /operators/{id}/unavailability', operator.id, away);
  await call('GET /operators/{id}/unavailability', operator.id);
  await call('GET /operators/{id}/hours', operator.id, undefined, 'admin', [
    'from=2026-10-26',
    'to=2026-11-02',
  ]);
  const once = { kind: 'once', startsAt: '2026-12-01T08:00:00Z', endsAt: '2026-12-02T08:00:00Z' };
  await call('POST /operators/{id}/unavailability', operator.id, once);
  for (const method of ['GET', 'DELETE'])
    await call(
      `${method} /operators/{id}/unavailability/{entryId}`,
      operator.id,
      undefined,
      'admin',
      [],
      entry.id,
    );
  // Daily for years, so that some occurrence is in any term.
  const calendar =
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1500\nEND:VEVENT\nEND:VCALENDAR';
  await call('POST /operators/{id}/timetable', operator.id, calendar);
  await call('GET /operators/{id}/timetable', operator.id);
  await call('DELETE /operators/{id}/timetable', operator.id);
  await call('POST /operators/{id}/deactivate', former.id, { on: '2026-12-01', reason: 'graduates' });
  await call('POST /operators/{id}/reactivate', former.id);
  await call('DELETE /operators/{id}', former.id);

  const hours = {
    locationId: location.id,
    positionId: position.id,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsAt: '20:00',
    endsAt: '02:00',
    required: 2,
    effectiveFrom: '2026-10-01',
    effectiveTo: null,
  };
  const rule = await call('POST /coverage-hours', '', hours);
  const another = await call('POST /coverage-hours', '', {
    ...hours,
    required: 0,
    effectiveTo: '2026-12-01',
  });
  await call('PATCH /coverage-hours/{id}', another.id, { weekdays: [6, 7] });
  await lookAt('coverage-hours', rule.id);
  await call('DELETE /coverage-hours/{id}', another.id);
  const special = {
    locationId: location.id,
    date: '2026-11-26',
    kind: 'special',
    reason: 'Thanksgiving',
    hours: [{ startsAt: '10:00', endsAt: '12:00', required: 1 }],
  };
  const { reason: _reason, ...toBeSeen } = special;
  await call('POST /coverage-exceptions/preview', '', toBeSeen);
  const exception = await call('POST /coverage-exceptions', '', special);
  const closed = await call('POST /coverage-exceptions', '', {
    locationId: location.id,
    date: '2026-12-25',
    kind: 'closed',
    reason: 'Christmas',
  });
  await call('PATCH /coverage-exceptions/{id}', closed.id, { date: '2026-12-26' });
  await lookAt('coverage-exceptions', exception.id);
  await call('DELETE /coverage-exceptions/{id}', closed.id);
  await walkLabs(call, lookAt, location.id as string);

  const schedule = await call('POST /schedules', '', {
    locationId: location.id,
    startsOn: '2026-12-07',
    endsOn: '2026-12-13',
  });
  const template = await call('POST /shift-templates', '', {
    locationId: location.id,
    weekdays: [3],
    startsAt: '21:00',
    endsAt: '23:00',
    seats: 1,
    effectiveFrom: '2026-12-01',
    effectiveTo: null,
  });
  await call('PATCH /shift-templates/{id}', template.id, { seats: 2 });
  await lookAt('shift-templates', template.id);
  await call('POST /schedules/{id}/generate-shifts', schedule.id, {
    shortestMinutes: 60,
    longestMinutes: 300,
    preferredMinutes: 180,
    overlapMinutes: 15,
  });
  await call('POST /schedules/{id}/generate-shifts', schedule.id, { from: 'templates', dryRun: true });
  await call('DELETE /shift-templates/{id}', template.id);
  await lookAt('schedules', schedule.id);
  await call('POST /schedules/{id}/publish', schedule.id, { claimableFrom: '2026-12-01T18:00:00Z' });
  await call('POST /schedules/{id}/approve', schedule.id);
  await call('GET /schedules/{id}/differences', schedule.id);
  await call('POST /schedules/{id}/archive', schedule.id);
  await call('POST /schedules/{id}/reopen', schedule.id, { reason: 'for the walk' });
  const unused = await call('POST /schedules', '', {
    locationId: location.id,
    startsOn: '2027-12-07',
    endsOn: '2027-12-07',
  });
  await call('DELETE /schedules/{id}', unused.id);

  const shiftAt = (startsAt: string, endsAt: string): Promise<Answer['body']> =>
    call('POST /shifts', '', {
      locationId: location.id,
      positionId: position.id,
      startsAt,
      endsAt,
      seats: 3,
      status: 'published',
    });
  const assigned = async (shiftId: string): Promise<string> => {
    const { id } = await call('POST /shifts/{id}/claims', shiftId, {
      operatorId: operator.id,
      overrideReason: 'for the walk',
    });
    return id as string;
  };
  const past = await shiftAt('2026-10-25T18:00:00Z', '2026-10-25T22:00:00Z');
  const missed = await shiftAt('2026-10-24T10:00:00Z', '2026-10-24T14:00:00Z');
  const ahead = await shiftAt('2026-10-28T10:00:00-05:00', '2026-10-28T14:00:00-05:00');
  const off = await shiftAt('2026-10-30T10:00:00-05:00', '2026-10-30T14:00:00-05:00');
  await call('GET /shifts/{id}/candidates', ahead.id);
  await call('GET /shifts/{id}/eligibility', ahead.id, undefined, 'admin', [`operatorId=${operator.id}`]);
  const worked = await assigned(past.id as string);
  await call('POST /claims/{id}/check-in', worked, { at: '2026-10-25T18:05:00Z' });
  await call('POST /claims/{id}/check-out', worked, { at: '2026-10-25T22:01:00Z' });
  await call('POST /claims/{id}/undo-check-out', worked);
  await call('POST /claims/{id}/check-out', worked, { at: '2026-10-25T22:01:00Z' });
  const absent = await assigned(missed.id as string);
  await call('POST /claims/{id}/no-show', absent);
  await call('POST /claims/{id}/undo-no-show', absent);
  await call('POST /claims/{id}/cancel', await assigned(ahead.id as string), { reason: 'ill' });
  const mine = await call('POST /operators', '', { name: 'Olu', email: `o${number}@walk.edu` });
  const pending = async (shift: { id: string }): Promise<string> => {
    const claim = await call('POST /shifts/{id}/claims', shift.id, {}, 'operator');
    return claim.id as string;
  };
  const open = await call('POST /shifts', '', {
    locationId: location.id,
    startsAt: `2026-12-01T${String(8 + (number % 12)).padStart(2, '0')}:00:00Z`,
    endsAt: `2026-12-01T${String(8 + (number % 12)).padStart(2, '0')}:30:00Z`,
    seats: 2,
    status: 'published',
  });
  await call('POST /claims/{id}/withdraw', await pending(open));
  await call('POST /claims/{id}/reject', await pending(open), { reason: 'somebody else' });
  const approved = await pending(open);
  await call('POST /claims/{id}/approve', approved, { overrideReason: 'all is well' });
  await call('POST /claims/{id}/cancel', approved, { reason: 'makes room for the next walk' });
  await call('POST /claims/approve', '', { claimIds: [await pending(open)] });
  const again = await call('GET /claims', '', undefined, 'admin', [`shiftId=${open.id}`, 'status=approved']);
  await call('POST /claims/{id}/cancel', again.items[0].id as string, { reason: 'makes room' });
  const undone = await pending(open);
  await call('POST /claims/approve', '', { claimIds: [undone] });
  await call('POST /claims/reopen', '', { claimIds: [undone] });
  await call('POST /claims/{id}/reject', undone, { reason: 'after all' });
  await call('POST /claims/reject', '', { claimIds: [await pending(open)], reason: 'no' });
  const [ines, jo, kim] = [
    await call('POST /operators', '', { name: 'Ines', email: `i${number}@walk.edu` }),
    await call('POST /operators', '', { name: 'Jo', email: `j${number}@walk.edu` }),
    await call('POST /operators', '', { name: 'Kim', email: `k${number}@walk.edu` }),
  ];
  const free = await call('GET /me', '', undefined, 'operator');
  const given = await call('POST /shifts/{id}/claims', open.id, { operatorId: ines.id });
  const asked = async (claimId: string): Promise<string> => {
    const { id } = await call('POST /claims/{id}/drop-requests', claimId, { reason: 'an exam' });
    return id as string;
  };
  const first = await asked(given.id as string);
  await lookAt('drop-requests', first);
  await call('POST /drop-requests/{id}/cancel', first);
  const taken = await call('POST /drop-requests/{id}/take', await asked(given.id as string), {
    operatorId: jo.id,
    overrideReason: 'for the walk',
  });
  const offer = async (): Promise<string> => {
    const { id } = await call('POST /swaps', '', { claimId: taken.id, toOperatorId: free.operatorId });
    return id as string;
  };
  await call('GET /claims/{id}/swap-options', taken.id as string);
  const swap = await offer();
  await lookAt('swaps', swap);
  await call('POST /swaps/{id}/cancel', swap);
  await call('POST /swaps/{id}/decline', await offer(), { reason: 'no' });
  await call('PATCH /locations/{id}', location.id, { tradesNeedApproval: true });
  const accepted = await offer();
  await call('POST /swaps/{id}/accept', accepted, undefined, 'operator');
  await call('POST /swaps/{id}/approve', accepted);
  const held = await call('GET /claims', '', undefined, 'admin', [`shiftId=${open.id}`, 'status=approved']);
  await call('POST /drop-requests/{id}/release', await asked(held.items[0].id as string), { reason: 'ill' });
  await walkAttendance(call, number, {
    locationId: location.id as string,
    operatorId: free.operatorId as string,
    coverer: kim.id as string,
  });
  await walkTimeOff(call, kim.id as string);
  await walkWaitlist(call, open.id as string, [ines.id, jo.id, kim.id] as [string, string, string]);
  await lookAt('claims', worked);
  await call('PATCH /shifts/{id}', ahead.id, { seats: 5 });
  await lookAt('shifts', ahead.id);
  await call('POST /shifts/{id}/cancel', off.id, { reason: 'heating' });
  await call('POST /shifts/{id}/restore', off.id);
  await call('DELETE /operators/{id}', mine.id);

  const span = ['from=2026-10-20T00:00:00Z', 'to=2026-11-05T00:00:00Z'];
  await call('GET /coverage/gaps', '', undefined, 'admin', [
    `locationId=${location.id}`,
    'basis=attended',
    ...span,
  ]);
  await call('GET /coverage/demand', '', undefined, 'admin', [
    `locationId=${location.id}`,
    `draftException=${encodeURIComponent(JSON.stringify({ date: '2026-10-24', kind: 'closed' }))}`,
    ...span,
  ]);
  await call('GET /locations/{id}/quality', location.id, undefined, 'admin', span);
  const scan = await call('POST /coverage/scans');
  await lookAt('coverage/scans', scan.id);
  const alerts = await call('GET /coverage/alerts', '', undefined, 'admin', [`locationId=${location.id}`]);
  await call('GET /coverage/alerts/{id}', alerts.items[0].id);

  await walkSupport(call, lookAt, location.id as string, number);
  await walkSources(call, lookAt, world, { locationId: location.id as string, number });

  const pilot = {
    name: `Walk ${number}`,
    locationIds: [location.id],
    baseline: { from: '2026-10-01', to: '2026-10-15' },
    pilot: { from: '2026-10-15', to: '2026-11-15' },
    targets: [{ metric: 'coverageRate', comparison: 'at-least', value: 0.8 }],
  };
  const { id } = await call('POST /pilots', '', pilot);
  await call('PATCH /pilots/{id}', id, {
    fixedCosts: 100.1,
    exclusions: [{ from: '2026-10-20', to: '2026-10-22', reason: 'flood' }],
  });
  await lookAt('pilots', id);
  await call('GET /pilots/{id}/metrics', id, undefined, 'admin', ['bucket=day', 'by=location']);
  await call('GET /pilots/{id}/evaluation', id);
  await walkPilots(call, id as string, location.id as string);
  await walkMessages(call, lookAt);
  await walkOutreach(call, lookAt, location.id as string);
  const gone = await call('POST /pilots', '', { ...pilot, name: `Gone ${number}` });
  await call('DELETE /pilots/{id}', gone.id);
}
