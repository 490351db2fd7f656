import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { recordAttendance, onShift } from '../support/assignments.js';

const LAST_NIGHT = { startsAt: '2026-10-25T20:00:00-05:00', endsAt: '2026-10-25T23:00:00-05:00' };
const WHY = 'a hospital appointment';

describe('what only a person and their supervisors may read', () => {
  let app: TestApp;
  let maya: MadeOperator;
  let claimId: string;
  const readers: Record<string, HttpClient> = {};
  beforeAll(async () => {
    app = await startApp();
    const here = (await aLocation(app)).id;
    maya = await anOperator(app, { name: 'Ortiz, Maya Ana', locationIds: [here] });
    readers['themselves'] = maya.client;
    readers['an admin'] = app.admin;
    readers['a supervisor'] = (await aUser(app, 'supervisor', [here])).client;
    readers['campus IT'] = (await aUser(app, 'campus_it', [here])).client;
    readers['a key'] = await anApiKey(app, ['schedule:read']);
    claimId = (await onShift(app, here, maya.id, LAST_NIGHT)).id;
    await recordAttendance(app, claimId, '2026-10-25T20:20:00-05:00', '2026-10-25T22:30:00-05:00');
    const times = { checkedInAt: LAST_NIGHT.startsAt, checkedOutAt: LAST_NIGHT.endsAt };
    succeeded(await maya.client.post(`/claims/${claimId}/attendance-corrections`, { ...times, reason: WHY }));
    const asked = await maya.client.post(`/operators/${maya.id}/time-off-requests`, {
      startsAt: '2026-12-20T00:00:00Z',
      endsAt: '2026-12-27T00:00:00Z',
      reason: WHY,
    });
    succeeded(await app.admin.post(`/time-off-requests/${succeeded(asked).id}/reject`, { reason: WHY }));
    const shift = await aShift(app, here);
    const refused = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await app.admin.post(`/claims/${refused.id}/reject`, { reason: WHY }));
    const next = await aShift(app, here);
    const kept = succeeded(await app.admin.post(`/shifts/${next.id}/claims`, { operatorId: maya.id }));
    succeeded(await maya.client.post(`/claims/${kept.id}/drop-requests`, { reason: WHY }));
    const away = { kind: 'weekly', weekday: 3, startsAt: '09:00', endsAt: '10:00', reason: WHY };
    succeeded(await maya.client.post(`/operators/${maya.id}/unavailability`, away));
    const leaving = { on: '2026-12-31', reason: WHY };
    succeeded(await app.admin.post(`/operators/${maya.id}/deactivate`, leaving));
    readers['a colleague'] = (await anOperator(app, { locationIds: [here] })).client;
    readers['a supervisor elsewhere'] = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
  });
  afterAll(() => app.close());

  const everything = async (client: HttpClient): Promise<string> => {
    const paths = [
      '/claims?limit=200',
      '/attendance-corrections',
      '/time-off-requests',
      '/drop-requests',
      `/operators/${maya.id}/unavailability`,
      '/swaps',
    ];
    const answers = await Promise.all(paths.map((path) => client.get(path)));
    return JSON.stringify(answers.map(({ body }) => body as unknown));
  };

  it.each([
    ['themselves', true],
    ['an admin', true],
    ['a supervisor', true],
    ['campus IT', false],
    ['a key', false],
  ])('includes reasons: %s reads them: %s', async (who, reads) => {
    expect((await everything(readers[who]!)).includes(WHY)).toBe(reads);
  });

  it.each([
    ['themselves', true],
    ['an admin', true],
    ['a supervisor', true],
    ['campus IT', false],
    ['a key', true],
  ])('includes check-ins and check-outs: %s reads them: %s', async (who, reads) => {
    const { body } = await readers[who]!.get(`/claims/${claimId}`);
    expect(body).toMatchObject(
      reads
        ? { checkedInAt: '2026-10-25T20:20:00-05:00', lateMinutes: expect.any(Number) }
        : { checkedInAt: null, checkedOutAt: null, noShow: false, lateMinutes: null, leftEarlyMinutes: null },
    );
  });

  it.each([
    ['themselves', WHY],
    ['an admin', WHY],
    ['a supervisor', WHY],
    ['a key', null],
  ])('of a deactivation: %s reads %j', async (who, deactivationReason) => {
    const told = { deactivatedOn: '2026-12-31', deactivationReason };
    const client = readers[who]!;
    expect((await client.get(`/operators/${maya.id}`)).body).toMatchObject(told);
    const { items } = (await client.get('/operators')).body as { items: { id: string }[] };
    expect(items.find(({ id }) => id === maya.id)).toMatchObject(told);
  });

  it.each([
    ['a colleague', 404],
    ['a supervisor elsewhere', 404],
    ['campus IT', 403],
  ])('of a deactivation is hidden from %s: %s', async (who, status) => {
    expect((await readers[who]!.get(`/operators/${maya.id}`)).status).toBe(status);
    expect(JSON.stringify((await readers[who]!.get('/operators')).body)).not.toContain(WHY);
  });

  it('is in no audit event', async () => {
    const [{ trail } = { trail: '' }] = await app.database.query<{ trail: string }>(
      `SELECT string_agg(details::text, ' ') AS trail FROM audit_events`,
    );
    expect(trail).not.toContain(WHY);
    expect(trail).toContain('"reason": true');
  });
});

describe('display names', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('are the given name at first, and then what the person chooses', async () => {
    const here = (await aLocation(app)).id;
    const maya = await anOperator(app, { name: 'Ortiz, Maya Ana', locationIds: [here] });
    const leo = await anOperator(app, { name: 'Leo Park', locationIds: [here] });
    const shift = await aShift(app, here, { seats: 2 });
    for (const { id } of [maya, leo])
      succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: id }));
    const seenBy = async (client: HttpClient): Promise<string[]> =>
      succeeded(await client.get(`/shifts/${shift.id}`)).claims.map(
        (claim: { operatorName: string }) => claim.operatorName,
      );
    expect(await seenBy(leo.client)).toEqual(['Maya', 'Leo Park']);
    expect((await maya.client.patch('/me', { displayName: 'Mayita' })).body.displayName).toBe('Mayita');
    expect(await seenBy(leo.client)).toEqual(['Mayita', 'Leo Park']);
    expect(await seenBy(app.admin)).toEqual(['Ortiz, Maya Ana', 'Leo Park']);
    // A chosen display name stays when the name changes; a generated one follows it.
    succeeded(await app.admin.patch(`/operators/${maya.id}`, { name: 'Maya Weiss' }));
    succeeded(await app.admin.patch(`/operators/${leo.id}`, { name: 'Leonard Park' }));
    expect(succeeded(await app.admin.get(`/operators/${maya.id}`)).displayName).toBe('Mayita');
    expect(succeeded(await app.admin.get(`/operators/${leo.id}`)).displayName).toBe('Leonard');
  });

  it.each([
    ['an e-mail address', 'maya@example.edu'],
    ['a line break', 'Maya\nOrtiz'],
    ['a mark that turns text round', 'Maya\u202e'],
    ['nothing that one can see', '\u200b'],
    ['blanks', '  '],
    ['a novel', 'x'.repeat(61)],
  ])('are never %s', async (_what, displayName) => {
    expect((await app.admin.patch('/me', { displayName })).status).toBe(400);
  });

  it.each([
    ['operators', { email: 'a@example.edu' }],
    ['positions', {}],
    ['locations', { timeZone: 'UTC' }],
    ['terms', { startsOn: '2029-01-11', endsOn: '2029-05-15' }],
    ['users', { email: 'b@example.edu', role: 'admin' }],
    ['api-keys', { scopes: ['support:read'] }],
  ])('and names of %s are one line that shows everything it contains', async (path, body) => {
    for (const name of ['a\nb', 'a\u2028b', 'a\u202eb', 'a\u200bb', '\u2066', 'a\tb'])
      expect([name, (await app.admin.post(`/${path}`, { ...body, name })).body.code]).toEqual([
        name,
        'INVALID_FIELD',
      ]);
    const name = 'Zoë  O’Brien-ﺳﺎﻣﻲ 👩‍💻';
    expect(succeeded(await app.admin.post(`/${path}`, { ...body, name })).name).toBe('Zoë O’Brien-ﺳﺎﻣﻲ 👩‍💻');
  });
});

it('a changed address is reported to the old one', async () => {
  const app = await startApp();
  const maya = await anOperator(app, { email: 'maya.old@example.edu' });
  succeeded(await app.admin.patch(`/operators/${maya.id}`, { email: 'maya.new@example.edu' }));
  await app.jobsDone();
  const [told] = succeeded(await app.admin.get(`/messages?userId=${maya.userId}`)).items;
  expect(told).toMatchObject({ kind: 'address-changed', address: 'maya.old@example.edu' });
  expect(told.body).toContain('maya.new@example.edu');
  await app.close();
});
