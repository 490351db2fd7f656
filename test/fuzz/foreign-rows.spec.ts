import { aFile } from '../support/attachments.js';
import { SCOPES } from '../../src/access/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aWaitingRequest, sourceAt } from '../support/sources.js';
import {
  aCategory,
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { importFile, rowsMapping } from '../support/imports.js';
import { assign, onShift } from '../support/assignments.js';
import { MOMENT, NAMED_IN_BODIES, OF_ADMINS_OR_NOBODY, REVIEW, WIRING } from './foreign-bodies.js';
import { watchChanges, changesSince } from './changes.js';
import { operations, resolved, type Schema } from './operations.js';

/** Resources without a location: who may see one may see all. */
const OF_NO_LOCATION = ['positions', 'terms', 'pay-periods', 'support-categories'];
/** Resources for admins only. */
const OF_ADMINS = ['api-keys', 'users', 'coverage/scans', 'messages'];

const WEEK = 'from=2026-10-26T00:00:00Z&to=2026-11-02T00:00:00Z';

/** A kind of resource, and a query that names one. */
const NAMED_IN_QUERIES: readonly (readonly [kind: string, path: string])[] = [
  ...[
    'coverage-hours',
    'coverage-exceptions',
    'maintenance-windows',
    'workstations',
    'shifts',
    'claims',
    'drop-requests',
    'schedules',
    'shift-templates',
    'coverage/alerts',
    'support-requests',
    'support-tallies',
    'headcounts',
    'support-categories',
    'routing-rules',
    'activity',
    'desk-notes',
    'support-imports',
    'import-mappings',
    'patron-links',
    'on-duty-links',
    'on-duty',
  ].map((list) => ['locations', `/${list}?locationId={id}`] as const),
  ['locations', '/support-queue?tier=library&locationId={id}'],
  ['locations', `/coverage/gaps?locationId={id}&${WEEK}`],
  ['locations', `/coverage/demand?locationId={id}&${WEEK}`],
  ['locations', `/activity-hours?locationId={id}&series=gate&${WEEK}`],
  ['operators', '/claims?operatorId={id}'],
  ['shifts', '/claims?shiftId={id}'],
  ['operators', '/time-off-requests?operatorId={id}'],
  ['shifts', '/waitlist-entries?shiftId={id}'],
  ['claims', '/attendance-corrections?claimId={id}'],
  ['operators', '/shifts/{own}/eligibility?operatorId={id}'],
];

function namesIds(schema: Schema | null): boolean {
  if (!schema) return false;
  const known = resolved(schema) as { properties?: Record<string, Schema>; items?: Schema };
  return Object.entries(known.properties ?? {}).some(
    ([name, child]) =>
      /Ids?$/.test(name) || namesIds(child) || namesIds((child['items'] as Schema | undefined) ?? null),
  );
}

describe('a row of another location', () => {
  let app: TestApp;
  const clients: Record<string, HttpClient> = {};
  const ids: Record<string, string> = {};
  /** Rows at the location that the callers may see. */
  const own: Record<string, string> = {};
  /** Rows inside other rows, by their kind. */
  const entries: Record<string, string> = {};
  const byId = operations().filter(({ kind, isPublic }) => kind !== null && !isPublic);

  beforeAll(async () => {
    app = await startApp();
    const here = await aLocation(app);
    const there = await aLocation(app);
    clients['a supervisor elsewhere'] = (await aUser(app, 'supervisor', [there.id])).client;
    clients['campus IT elsewhere'] = (await aUser(app, 'campus_it', [there.id])).client;
    clients['an analyst elsewhere'] = (await aUser(app, 'analyst', [there.id])).client;
    clients['an operator elsewhere'] = (await anOperator(app, { locationIds: [there.id] })).client;
    const lost = await aUser(app, 'supervisor', [there.id]);
    await app.database.query('DELETE FROM user_locations WHERE user_id = $1', [lost.id]);
    clients['a supervisor of nothing'] = lost.client;
    clients['a key bound elsewhere'] = await anApiKey(app, [...SCOPES], { locationIds: [there.id] });
    const mine = await anOperator(app, { locationIds: [there.id] });
    own['operators'] = mine.id;
    own['locations'] = there.id;
    own['shifts'] = (await aShift(app, there.id)).id;
    own['claims'] = (await assign(app, own['shifts'], mine.id)).id;
    own['drop-requests'] = succeeded(
      await app.admin.post(`/claims/${own['claims']}/drop-requests`, { reason: 'an exam' }),
    ).id as string;
    own['support-sources'] = succeeded(await app.admin.post('/support-sources', sourceAt(there.id)))
      .id as string;
    own['support-categories'] = (
      await aCategory(app, { everywhere: false, locations: [{ locationId: there.id, shown: true }] })
    ).id;
    own['support-requests'] = (await aWaitingRequest(app, own['support-sources'])).id;
    own['pilots'] = succeeded(
      await app.admin.post('/pilots', {
        name: 'There',
        locationIds: [there.id],
        baseline: { from: '2026-10-01', to: '2026-10-15' },
        pilot: { from: '2026-10-15', to: '2026-11-15' },
      }),
    ).id as string;
    own['schedules'] = succeeded(
      await app.admin.post('/schedules', {
        locationId: there.id,
        startsOn: '2026-12-01',
        endsOn: '2026-12-07',
      }),
    ).id as string;
    own['coverage-exceptions'] = succeeded(
      await app.admin.post('/coverage-exceptions', {
        locationId: there.id,
        date: '2026-12-25',
        kind: 'closed',
        reason: 'Christmas',
      }),
    ).id as string;
    clients['nobody'] = app.anonymous;
    const make = async (path: string, body: object): Promise<string> =>
      succeeded(await app.admin.post(path, body)).id as string;

    ids['whoever'] = (await anOperator(app)).id;
    const operator = await anOperator(app, { locationIds: [here.id] });
    const shift = await aShift(app, here.id);
    ids['locations'] = here.id;
    ids['operators'] = operator.id;
    const away = { kind: 'weekly', weekday: 1, startsAt: '09:00', endsAt: '10:00' };
    entries['unavailability'] = await make(`/operators/${operator.id}/unavailability`, away);
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
    ids['maintenance-windows'] = await make('/maintenance-windows', { locationId: here.id, ...WIRING });
    ids['import-mappings'] = await make('/import-mappings', {
      locationId: here.id,
      name: 'Desk',
      mapping: { source: 'desk', columns: { externalId: 'id', openedAt: 'created' } },
    });
    ids['workstations'] = await make('/workstations', { locationId: here.id, name: 'PC 1' });
    ids['routing-rules'] = await make('/routing-rules', {
      locationId: here.id,
      tier: 'campus-it',
      words: 'Nobody is here',
    });
    ids['coverage/scans'] = await make('/coverage/scans', {});
    ids['coverage/alerts'] = (await app.admin.get('/coverage/alerts')).body.items[0].id;
    ids['support-requests'] = (await aSupportRequest(app, here.id)).id;
    const at = '2026-10-26T10:00:00Z';
    entries['notes'] = await make(`/support-requests/${ids['support-requests']}/notes`, { text: 'x' });
    entries['attachments'] = succeeded(
      await app.admin.send('POST', `/support-requests/${ids['support-requests']}/attachments`, aFile()),
    ).id;
    ids['support-tallies'] = await make('/support-tallies', { locationId: here.id, at, count: 1 });
    ids['support-categories'] = await make('/support-categories', {
      label: 'Scanner',
      everywhere: false,
      locations: [{ locationId: here.id, shown: true }],
    });
    ids['desk-notes'] = await make('/desk-notes', { locationId: here.id, text: 'Toner is low' });
    ids['headcounts'] = await make('/headcounts', { locationId: here.id, at, area: 'Desk', count: 1 });
    ids['activity'] = await make('/activity', { locationId: here.id, at, series: 'gate', count: 1 });
    const file = 'key,opened\nA,2026-10-25 11:00:00\n';
    ids['support-imports'] = (await importFile(app, file, rowsMapping(here.id, 'desk'))).id;
    ids['support-sources'] = await make('/support-sources', sourceAt(here.id));
    entries['backfills'] = '00000000-0000-4000-8000-000000000000';
    const baseline = { from: '2026-10-01', to: '2026-10-15' };
    const pilot = { from: '2026-10-15', to: '2026-11-15' };
    ids['pilots'] = await make('/pilots', { name: 'Here', locationIds: [here.id], baseline, pilot });
    entries['reviews'] = await make(`/pilots/${ids['pilots']}/reviews`, REVIEW);
    const review = await app.admin.get(`/pilots/${ids['pilots']}/reviews/${entries['reviews']}`);
    ids['review-actions'] = review.body.actions[0].id;
    entries['brief-links'] = await make(`/pilots/${ids['pilots']}/brief-links`, {});
    ids['patron-links'] = await make('/patron-links', { locationId: here.id });
    ids['on-duty-links'] = await make('/on-duty-links', { locationId: here.id });
    ids['calendar-feeds'] = await make('/calendar-feeds', { kind: 'location', locationId: here.id });
    ids['me/sessions'] = (await operator.client.get('/me/sessions')).body.items[0].id;
    ids['api-keys'] = await make('/api-keys', { name: 'Key', scopes: ['support:read'] });
    await watchChanges(app.database);
  });
  afterAll(() => app.close());

  it('is tested for every kind with an id in a path', () => {
    const { whoever: _operator, ...kinds } = ids;
    expect(Object.keys(kinds).sort()).toEqual([...new Set(byId.map(({ kind }) => kind))].sort());
  });

  it.each(byId.map((operation) => ({ operation, name: operation.name })))(
    'is neither shown nor changed by $name',
    async ({ operation: { name, kind, nested, method, template, takesCalendar } }) => {
      if (OF_NO_LOCATION.includes(kind!) && method === 'GET') return;
      const path = template
        .replace('/api/v1', '')
        .replace('{id}', ids[kind!]!)
        .replace(/\{\w+\}/, entries[nested ?? '']!);
      const operatorId = ids['whoever'];
      const query = queryFor(name, operatorId!);
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

  it.each(NAMED_IN_QUERIES)('is not found with %s of a query: %s', async (kind, path) => {
    const id = ids[kind]!;
    for (const [who, client] of Object.entries(clients)) {
      const { status, body } = await client.get(path.replace('{id}', id).replace('{own}', own['shifts']!));
      const isEmpty = status === 200 && (body.items as unknown[]).length === 0;
      expect({ who, path, isEmpty, status }).toMatchObject(isEmpty ? {} : { status: expect.any(Number) });
      if (!isEmpty)
        expect({ who, path, isRefused: [401, 403, 404].includes(status) }).toMatchObject({ isRefused: true });
    }
  });

  it.each(NAMED_IN_BODIES)('is neither revealed nor changed by the body of %s', async (route, makeBody) => {
    const [method = '', template = ''] = route.split(' ');
    const path = template.replace(/^\/([^/]+)\/\{id\}/, (_whole, kind: string) => `/${kind}/${own[kind]}`);
    for (const [who, client] of Object.entries(clients)) {
      const { status, body } = await client.send(method, path, makeBody(ids, own));
      const undecided = (body.undecided ?? []) as unknown[];
      const decidesNothing = status === 200 && undecided.length > 0 && body.decided.length === 0;
      // A schedule to copy is searched among the location's own, so unknown and foreign ones are refused
      // alike.
      const isNoneOfTheirs = status === 400 && body.violations[0].field === 'scheduleId';
      const isRefused = [401, 403, 404, 409].includes(status) || decidesNothing || isNoneOfTheirs;
      expect({ route, who, status, body, isRefused }).toMatchObject({ isRefused: true });
      expect(JSON.stringify(body)).not.toContain('example.edu');
      expect((await changesSince(app.database)).tables).toEqual([]);
    }
  });

  it('is tested for every id in a query or body', () => {
    const tried = new Set([
      ...NAMED_IN_BODIES.map(([route]) => route),
      ...NAMED_IN_QUERIES.map(([, path]) => `GET ${path.split('?')[0]!.replace('{own}', '{id}')}`),
      ...OF_ADMINS_OR_NOBODY,
    ]);
    const naming = operations().filter(
      ({ body, query }) => namesIds(body) || query.some(({ name }) => /Id$/.test(name)),
    );
    expect(naming.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});

/** The query of each change, so that only its row can cause the refusal. */
function queryFor(name: string, operatorId: string): string {
  if (name.endsWith('remarks')) return '?kind=rejected';
  if (name.endsWith('eligibility')) return `?operatorId=${operatorId}`;
  if (name.endsWith('/quality')) return '?from=2026-10-26T00:00:00Z&to=2026-11-02T00:00:00Z';
  return name.endsWith('/hours') ? '?from=2026-10-26&to=2026-11-02' : '';
}

function bodyFor(name: string, operatorId: string): object | undefined {
  if (name === 'POST /pilots/{id}/reviews') return REVIEW;
  if (name.endsWith('/pause')) return { reason: 'because' };
  if (name.endsWith('/deactivate')) return { on: '2026-12-01', reason: 'leaves' };
  if (/^POST .(drop-requests|swaps|time-off-requests).*cancel$/.test(name)) return {};
  if (/(cancel|reject|release|reopen|unlock|drop-requests)$/.test(name)) return { reason: 'because' };
  if (name.endsWith('/attendance-corrections'))
    return { checkedInAt: '2026-10-20T20:00:00Z', checkedOutAt: '2026-10-20T23:00:00Z', reason: 'forgot' };
  if (name.endsWith('/time-off-requests'))
    return { startsAt: '2026-12-20T00:00:00Z', endsAt: '2026-12-27T00:00:00Z' };
  if (/^POST .*timetable-subscription$/.test(name)) return { url: 'https://127.0.0.1/a.ics' };
  if (/support-requests.*(notes|escalate|return)$/.test(name)) return { text: 'because' };
  if (name.endsWith('/attachments')) return aFile();
  if (name.endsWith('/qualifications')) return { status: 'qualified' };
  if (name.endsWith('/covered-by')) return { operatorId, reason: 'stood in' };
  if (/(claims|take|waitlist)$/.test(name)) return { operatorId };
  if (name.endsWith('/unavailability'))
    return { kind: 'weekly', weekday: 1, startsAt: '09:00', endsAt: '10:00' };
  if (name.endsWith('/assign')) return { locationId: '00000000-0000-4000-8000-000000000000' };
  if (name.endsWith('/escalations')) return { locationIds: [] };
  if (name.endsWith('/backfills')) return { from: '2026-10-01T00:00:00Z', to: MOMENT };
  if (name.endsWith('/weekly-wishes')) return { wishes: [] };
  return name.startsWith('DELETE') ? undefined : {};
}
