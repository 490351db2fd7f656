import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aCategory,
  aPosition,
  aShift,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { openApi } from '../support/openapi.js';
import { sourceAt } from '../support/sources.js';

/** Creates the resource of a path and returns its path. `change` is a valid change of it. */
interface Resource {
  change?: object;
  make: (app: TestApp) => Promise<string>;
}

const atLocation =
  (path: string, make: (app: TestApp, locationId: string) => Promise<{ id: string }>) =>
  async (app: TestApp): Promise<string> => {
    const { id: locationId } = await aLocation(app);
    return `${path}/${(await make(app, locationId)).id}`;
  };
const posted =
  (path: string, body: object) =>
  async (app: TestApp): Promise<string> =>
    `${path}/${succeeded(await app.admin.post(path, body)).id}`;

const aPilot = atLocation('/pilots', async (app, locationId) =>
  succeeded(
    await app.admin.post('/pilots', {
      name: `Pilot of ${locationId}`,
      locationIds: [locationId],
      baseline: { from: '2026-09-01', to: '2026-10-01' },
      pilot: { from: '2026-10-01', to: '2026-11-01' },
    }),
  ),
);

/** A session can be ended, but never changed. */
const WITHOUT_VERSIONS = '/me/sessions/{id}';

const RESOURCES: Record<string, Resource> = {
  '/support-tallies/{id}': {
    make: atLocation('/support-tallies', async (app, locationId) =>
      succeeded(await app.admin.post('/support-tallies', { locationId, at: TEST_NOW, count: 1 })),
    ),
  },
  '/activity/{id}': {
    make: atLocation('/activity', async (app, locationId) =>
      succeeded(await app.admin.post('/activity', { locationId, series: 'gate', at: TEST_NOW, count: 1 })),
    ),
  },
  '/support-sources/{id}/escalations': {
    change: { locationIds: [] },
    make: async (app) => {
      const { id: locationId } = await aLocation(app);
      const { id } = succeeded(await app.admin.post('/support-sources', sourceAt(locationId)));
      return `/support-sources/${id}/escalations`;
    },
  },
  '/support-sources/{id}': {
    change: { everyMinutes: 30 },
    make: atLocation('/support-sources', async (app, locationId) =>
      succeeded(await app.admin.post('/support-sources', sourceAt(locationId))),
    ),
  },
  '/support-categories/{id}': {
    change: { label: 'Scanning' },
    make: async (app) => `/support-categories/${(await aCategory(app)).id}`,
  },
  '/routing-rules/{id}': {
    change: { priorities: ['urgent'] },
    make: posted('/routing-rules', { tier: 'campus-it', words: 'The network is theirs' }),
  },
  '/desk-notes/{id}': {
    make: atLocation('/desk-notes', async (app, locationId) =>
      succeeded(await app.admin.post('/desk-notes', { locationId, text: 'Toner is low' })),
    ),
  },
  '/api-keys/{id}': { make: posted('/api-keys', { name: 'K', scopes: ['schedule:read'] }) },
  '/pay-periods/{id}': {
    make: async (app) => {
      const { items } = (await app.admin.get('/pay-periods')).body;
      for (const { id } of items) await app.admin.delete(`/pay-periods/${id}`);
      return posted('/pay-periods', { startsOn: '2026-01-01', endsOn: '2026-01-31' })(app);
    },
  },
  '/operators/{id}/timetable-subscription': {
    make: async (app) => {
      const { id } = await anOperator(app);
      await app.database.query(
        `INSERT INTO timetable_subscriptions (operator_id, url, fetched_at, next_fetch_at)
         VALUES ($1, 'https://calendar.test/a', now(), now() + interval '1 day')`,
        [id],
      );
      return `/operators/${id}/timetable-subscription`;
    },
  },
  '/me': { change: { displayName: 'New' }, make: () => Promise.resolve('/me') },
  '/users/{id}': {
    change: { name: 'New' },
    make: async (app) => `/users/${(await aUser(app, 'supervisor')).id}`,
  },
  '/operators/{id}': {
    change: { employeeId: 'E1' },
    make: async (app) => `/operators/${(await anOperator(app)).id}`,
  },
  '/positions/{id}': {
    change: { hourlyCost: 12.5 },
    make: async (app) => `/positions/${(await aPosition(app)).id}`,
  },
  '/settings': { change: { weekStartsOn: 2 }, make: () => Promise.resolve('/settings') },
  '/locations/{id}': {
    change: { timeZone: 'UTC' },
    make: async (app) => `/locations/${(await aLocation(app)).id}`,
  },
  '/coverage-hours/{id}': { change: { required: 2 }, make: atLocation('/coverage-hours', coverageHours) },
  '/coverage-exceptions/{id}': {
    change: { reason: 'Snow' },
    make: atLocation('/coverage-exceptions', async (app, locationId) =>
      succeeded(
        await app.admin.post('/coverage-exceptions', {
          locationId,
          date: '2026-11-26',
          kind: 'closed',
          reason: 'Thanksgiving',
        }),
      ),
    ),
  },
  '/maintenance-windows/{id}': {
    change: { reason: 'Snow' },
    make: atLocation('/maintenance-windows', async (app, locationId) =>
      succeeded(
        await app.admin.post('/maintenance-windows', {
          locationId,
          startsAt: '2026-11-26T00:00:00Z',
          endsAt: '2026-11-27T00:00:00Z',
          reason: 'Wiring',
        }),
      ),
    ),
  },
  '/workstations/{id}': {
    change: { area: 'East' },
    make: atLocation('/workstations', async (app, locationId) =>
      succeeded(await app.admin.post('/workstations', { locationId, name: 'PC 1' })),
    ),
  },
  '/import-mappings/{id}': {
    change: { name: 'New desk' },
    make: atLocation('/import-mappings', async (app, locationId) =>
      succeeded(
        await app.admin.post('/import-mappings', {
          locationId,
          name: 'Old desk',
          mapping: { source: 'desk', columns: { externalId: 'id', openedAt: 'created' } },
        }),
      ),
    ),
  },
  '/terms/{id}': {
    change: { name: 'Spring' },
    make: async (app) => {
      const { items } = (await app.admin.get('/terms')).body;
      for (const { id } of items) await app.admin.delete(`/terms/${id}`);
      return posted('/terms', { name: 'Autumn', startsOn: '2026-08-24', endsOn: '2026-12-18' })(app);
    },
  },
  '/operators/{id}/unavailability/{entryId}': {
    make: async (app) => {
      const path = `/operators/${(await anOperator(app)).id}/unavailability`;
      return posted(path, { kind: 'weekly', weekday: 1, startsAt: '09:00', endsAt: '10:00' })(app);
    },
  },
  '/operators/{id}/timetable': {
    make: async (app) => {
      const path = `/operators/${(await anOperator(app)).id}/timetable`;
      const event = 'BEGIN:VEVENT\nDTSTART:20261201T090000Z\nDURATION:PT1H\nEND:VEVENT';
      const file = `BEGIN:VCALENDAR\n${event}\nEND:VCALENDAR`;
      succeeded(await app.admin.send('POST', path, file, { 'content-type': 'text/calendar' }));
      return path;
    },
  },
  '/schedules/{id}': {
    make: atLocation('/schedules', async (app, locationId) =>
      succeeded(
        await app.admin.post('/schedules', { locationId, startsOn: '2026-12-01', endsOn: '2026-12-07' }),
      ),
    ),
  },
  '/shift-templates/{id}': {
    change: { seats: 2 },
    make: atLocation('/shift-templates', async (app, locationId) =>
      succeeded(
        await app.admin.post('/shift-templates', {
          locationId,
          weekdays: [1],
          startsAt: '20:00',
          endsAt: '23:00',
          seats: 1,
          effectiveFrom: '2026-12-01',
        }),
      ),
    ),
  },
  '/shifts/{id}': { change: { seats: 2 }, make: atLocation('/shifts', aShift) },
  '/support-requests/{id}': {
    change: { category: 'printing' },
    make: atLocation('/support-requests', aSupportRequest),
  },
  '/support-requests/{id}/notes/{noteId}': {
    make: async (app) => {
      const request = await aSupportRequest(app, (await aLocation(app)).id);
      return posted(`/support-requests/${request.id}/notes`, { text: 'Another cable makes no difference' })(
        app,
      );
    },
  },
  '/patron-links/{id}': {
    make: atLocation('/patron-links', async (app, locationId) =>
      succeeded(await app.admin.post('/patron-links', { locationId })),
    ),
  },
  '/on-duty-links/{id}': {
    make: atLocation('/on-duty-links', async (app, locationId) =>
      succeeded(await app.admin.post('/on-duty-links', { locationId })),
    ),
  },
  '/calendar-feeds/{id}': { make: posted('/calendar-feeds', { kind: 'supervisor' }) },
  '/pilots/{id}/brief-links/{linkId}': {
    make: async (app) => posted(`${await aPilot(app)}/brief-links`, {})(app),
  },
  '/pilots/{id}/reviews/{reviewId}': {
    change: { why: 'Few came' },
    make: async (app) => {
      const path = `${await aPilot(app)}/reviews`;
      const review = {
        heldOn: '2026-10-20',
        people: ['Dana'],
        decision: 'go-on',
        why: 'It helps',
        actions: [],
      };
      return posted(path, review)(app);
    },
  },
  '/pilots/{id}': {
    change: { fixedCosts: 100 },
    make: aPilot,
  },
};

/** Which of PATCH and DELETE a path has, from openapi.json. */
const changesOf = (template: string): string[] =>
  ['patch', 'delete'].filter((method) => method in (openApi().paths[`/api/v1${template}`] ?? {}));

describe('If-Match', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('is tested here on every path with PATCH or DELETE', () => {
    const templates = Object.keys(openApi().paths).map((path) => path.replace('/api/v1', ''));
    expect(Object.keys(RESOURCES).sort()).toEqual(
      templates.filter((template) => changesOf(template).length > 0 && template !== WITHOUT_VERSIONS).sort(),
    );
  });

  describe.each(Object.entries(RESOURCES))('on %s', (template, { change, make }) => {
    const tryAll = async (path: string, tag: string): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (const method of changesOf(template)) {
        answers.push(
          await app.admin.send(method.toUpperCase(), path, method === 'patch' ? change : undefined, {
            'if-match': tag,
          }),
        );
      }
      return answers;
    };

    it.each(['"999"', 'W/"1"', '"01x"', 'garbage', '""', '"-1"', '1', '"1e0"', ',', '"999", W/"1"', '"*"'])(
      'refuses %s with 412',
      async (tag) => {
        const path = await make(app);
        for (const answer of await tryAll(path, tag)) {
          expect(answer).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
        }
        expect((await app.admin.get(path)).status).toBe(200);
      },
    );

    it.each([
      ['the ETag', (tag: string) => tag],
      ['the ETag among others', (tag: string) => `"999" ,  ${tag}`],
      ['any', () => '*'],
    ])('accepts %s', async (_case, header) => {
      const path = await make(app);
      for (const method of changesOf(template)) {
        const tag = (await app.admin.get(path)).headers.get('etag');
        expect(tag).toMatch(/^"\d+"$/);
        const body = method === 'patch' ? change : undefined;
        const answer = await app.admin.send(method.toUpperCase(), path, body, {
          'if-match': header(tag!),
        });
        expect(answer.status).toBe(method === 'patch' ? 200 : 204);
        if (method === 'patch') expect(answer.headers.get('etag')).not.toBe(tag);
      }
    });
  });

  it('lets one of two changes of the same version succeed', async () => {
    const { id } = await aLocation(app);
    const headers = { 'if-match': '"1"' };
    const answers = await Promise.all(
      ['Europe/Paris', 'Europe/Rome', 'Europe/Oslo'].map((timeZone) =>
        app.admin.patch(`/locations/${id}`, { timeZone }, headers),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });
});
