import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { imported, rowsMapping } from '../support/imports.js';
import { assign, onShift } from '../support/scheduled.js';
import { watchChanges, changesSince } from './changes.js';
import { operations } from './operations.js';

/** Nobody's in particular: who may see one at all may see every one. */
const OF_NO_LOCATION = ['positions', 'terms', 'pay-periods'];
/** Admins' alone, whatever the location. */
const OF_ADMINS = ['api-keys', 'users', 'coverage/scans', 'messages'];

describe('a row of another location', () => {
  let app: TestApp;
  const clients: Record<string, HttpClient> = {};
  const ids: Record<string, string> = {};
  let entryId = '';
  const byId = operations().filter(({ kind, isPublic }) => kind !== null && !isPublic);

  beforeAll(async () => {
    app = await startApp();
    const here = await aLocation(app);
    const there = await aLocation(app);
    clients['a supervisor elsewhere'] = (await aUser(app, 'supervisor', [there.id])).client;
    clients['campus IT elsewhere'] = (await aUser(app, 'campus_it', [there.id])).client;
    clients['an operator elsewhere'] = (await anOperator(app, { locationIds: [there.id] })).client;
    clients['a supervisor of nothing'] = (await aUser(app, 'supervisor', [])).client;
    clients['nobody'] = app.anonymous;
    const make = async (path: string, body: object): Promise<string> =>
      succeeded(await app.admin.post(path, body)).id as string;

    ids['whoever'] = (await anOperator(app)).id;
    const operator = await anOperator(app, { locationIds: [here.id] });
    const shift = await aShift(app, here.id);
    ids['locations'] = here.id;
    ids['operators'] = operator.id;
    const away = { kind: 'weekly', weekday: 1, startsAt: '09:00', endsAt: '10:00' };
    entryId = await make(`/operators/${operator.id}/unavailability`, away);
    ids['terms'] = await make('/terms', { name: 'T', startsOn: '2026-08-24', endsOn: '2026-12-18' });
    ids['users'] = operator.userId;
    ids['positions'] = (await app.admin.get('/positions')).body.items[0].id;
    ids['shifts'] = shift.id;
    ids['claims'] = (await assign(app, shift.id, operator.id)).id;
    ids['drop-requests'] = await make(`/claims/${ids['claims']}/drop-requests`, { reason: 'an exam' });
    const colleague = await anOperator(app, { locationIds: [here.id] });
    ids['swaps'] = await make('/swaps', { claimId: ids['claims'], toOperatorId: colleague.id });
    const worked = await onShift(app, here.id, operator.id, {
      startsAt: '2026-10-20T20:00:00Z',
      endsAt: '2026-10-20T23:00:00Z',
    });
    const times = { checkedInAt: '2026-10-20T20:00:00Z', checkedOutAt: '2026-10-20T23:00:00Z' };
    const correction = { ...times, reason: 'forgot' };
    ids['attendance-corrections'] = await make(`/claims/${worked.id}/attendance-corrections`, correction);
    ids['pay-periods'] = await make('/pay-periods', { startsOn: '2026-01-01', endsOn: '2026-01-31' });
    const leave = { startsAt: '2026-12-20T00:00:00Z', endsAt: '2026-12-27T00:00:00Z' };
    ids['time-off-requests'] = await make(`/operators/${operator.id}/time-off-requests`, leave);
    const waiting = { operatorId: colleague.id };
    ids['waitlist-entries'] = await make(`/shifts/${shift.id}/waitlist`, waiting);
    const dates = { locationId: here.id, startsOn: '2026-12-01', endsOn: '2026-12-07' };
    ids['schedules'] = await make('/schedules', dates);
    const pattern = {
      weekdays: [1],
      startsAt: '20:00',
      endsAt: '23:00',
      seats: 1,
      effectiveFrom: '2026-12-01',
    };
    ids['shift-templates'] = await make('/shift-templates', { locationId: here.id, ...pattern });
    ids['messages'] = (await app.admin.get('/messages')).body.items[0].id;
    ids['coverage-hours'] = (await coverageHours(app, here.id)).id;
    const closed = { locationId: here.id, date: '2026-12-25', kind: 'closed', reason: 'Christmas' };
    ids['coverage-exceptions'] = await make('/coverage-exceptions', closed);
    ids['coverage/scans'] = await make('/coverage/scans', {});
    ids['coverage/alerts'] = (await app.admin.get('/coverage/alerts')).body.items[0].id;
    ids['support-requests'] = (await aSupportRequest(app, here.id)).id;
    const at = '2026-10-26T10:00:00Z';
    ids['support-tallies'] = await make('/support-tallies', { locationId: here.id, at, count: 1 });
    ids['desk-notes'] = await make('/desk-notes', { locationId: here.id, text: 'Toner is low' });
    ids['headcounts'] = await make('/headcounts', { locationId: here.id, at, area: 'Desk', count: 1 });
    const file = 'key,opened\nA,2026-10-25 11:00:00\n';
    ids['support-imports'] = (await imported(app, file, rowsMapping(here.id, 'desk'))).id;
    const baseline = { from: '2026-10-01', to: '2026-10-15' };
    const pilot = { from: '2026-10-15', to: '2026-11-15' };
    ids['pilots'] = await make('/pilots', { name: 'Here', locationIds: [here.id], baseline, pilot });
    ids['api-keys'] = await make('/api-keys', { name: 'Key', scopes: ['support:read'] });
    await watchChanges(app.database);
  });
  afterAll(() => app.close());

  it('is tried of every kind that has an id in a path', () => {
    const { whoever: _operator, ...kinds } = ids;
    expect(Object.keys(kinds).sort()).toEqual([...new Set(byId.map(({ kind }) => kind))].sort());
  });

  it.each(byId.map((operation) => ({ operation, name: operation.name })))(
    'is neither shown nor changed by $name',
    async ({ operation: { name, kind, method, template, takesCalendar } }) => {
      if (OF_NO_LOCATION.includes(kind!) && method === 'GET') return;
      const path = template
        .replace('/api/v1', '')
        .replace('{id}', ids[kind!]!)
        .replace(/\{\w+\}/, entryId);
      const operatorId = ids['whoever'];
      const query = name.endsWith('remarks')
        ? '?kind=rejected'
        : name.endsWith('eligibility')
          ? `?operatorId=${operatorId}`
          : '';
      for (const [who, client] of Object.entries(clients)) {
        const { status, body } = await client.send(
          method,
          path + query,
          method === 'GET' ? undefined : takesCalendar ? 'BEGIN:VCALENDAR' : bodyFor(name, operatorId!),
          takesCalendar ? { 'content-type': 'text/calendar' } : {},
        );
        const expected = who === 'nobody' ? [401] : OF_ADMINS.includes(kind!) ? [403] : [403, 404];
        expect({ name, who, status, body, isRefused: expected.includes(status) }).toMatchObject({
          isRefused: true,
        });
        expect((await changesSince(app.database)).tables).toEqual([]);
      }
    },
  );
});

/** What each change takes, so that it is refused for its row alone. */
function bodyFor(name: string, operatorId: string): object | undefined {
  if (name.endsWith('/deactivate')) return { on: '2026-12-01', reason: 'leaves' };
  if (/^POST .(drop-requests|swaps|time-off-requests).*cancel$/.test(name)) return {};
  if (/(cancel|reject|release|reopen|unlock|drop-requests)$/.test(name)) return { reason: 'because' };
  if (name.endsWith('/attendance-corrections'))
    return { checkedInAt: '2026-10-20T20:00:00Z', checkedOutAt: '2026-10-20T23:00:00Z', reason: 'forgot' };
  if (name.endsWith('/time-off-requests'))
    return { startsAt: '2026-12-20T00:00:00Z', endsAt: '2026-12-27T00:00:00Z' };
  if (/^POST .*timetable-subscription$/.test(name)) return { url: 'https://127.0.0.1/a.ics' };
  if (name.endsWith('/qualifications')) return { status: 'qualified' };
  if (name.endsWith('/covered-by')) return { operatorId, reason: 'stood in' };
  if (/(claims|take|waitlist)$/.test(name)) return { operatorId };
  if (name.endsWith('/unavailability'))
    return { kind: 'weekly', weekday: 1, startsAt: '09:00', endsAt: '10:00' };
  return name.startsWith('DELETE') ? undefined : {};
}
