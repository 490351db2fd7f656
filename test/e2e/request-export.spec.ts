import { startApp, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anApiKey, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { aPush, aPusher } from '../support/pushes.js';
import { pagedRequests } from '../support/requests.js';

const HEADER =
  'id,locationId,source,externalId,externalUrl,title,workstation,category,channel,tier,priority,openedAt,firstResponseAt,waitedMinutes,' +
  'waitUnknown,escalatedAt,firstResolvedAt,resolvedAt,assigneeName,readLevel,directional,waitingSince,loggedAt,loggedLate,history';
/** Two pages and a bit. */
const MANY = 430;

describe('requests as CSV', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, opened_at, requester)
       SELECT gen_random_uuid(), $1, '2026-10-26T15:00:00Z', 'Quentin Someone' FROM generate_series(1, $2::int)`,
      [locationId, MANY],
    );
  });
  afterAll(() => app.close());

  const exported = (query: string, client: HttpClient = app.admin): Promise<Answer> =>
    client.get(`/support-requests?${query}`, { accept: 'text/csv' });
  const linesOf = async (query: string, client?: HttpClient): Promise<string[]> => {
    const text = String(succeeded(await exported(query, client)));
    expect(text.endsWith('\n')).toBe(true);
    const [header, ...lines] = text.slice(0, -1).split('\n');
    expect(header).toBe(HEADER);
    return lines;
  };
  const idsOf = (lines: readonly string[]): string[] => lines.map((line) => line.split(',')[0]!);
  /** The fields of a request by name, of values without commas. */
  const fieldsOf = (line: string): Record<string, string> => {
    const values = line.split(',');
    return Object.fromEntries(HEADER.split(',').map((name, index) => [name, values[index]!]));
  };

  it('are all of the list in its order, over the borders of pages', async () => {
    const query = `locationId=${locationId}`;
    const answer = await exported(query);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="support-requests.csv"');
    const lines = await linesOf(query);
    expect(lines).toHaveLength(MANY);
    expect(idsOf(lines)).toEqual(await pagedRequests(app.admin, query));
    expect(idsOf(await linesOf(`${query}&limit=2`))).toEqual(idsOf(lines));
  });

  it('go on from a cursor', async () => {
    const query = `locationId=${locationId}`;
    const { nextCursor } = succeeded(await app.admin.get(`/support-requests?${query}&limit=50`));
    const rest = await linesOf(`${query}&cursor=${nextCursor}`);
    expect(idsOf(rest)).toEqual((await pagedRequests(app.admin, query)).slice(50));
  });

  it('of exactly one page, or of none, are complete', async () => {
    const place = (await aLocation(app)).id;
    expect(await linesOf(`locationId=${place}`)).toEqual([]);
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, opened_at) SELECT gen_random_uuid(), $1, now() FROM generate_series(1, 200)`,
      [place],
    );
    expect(await linesOf(`locationId=${place}`)).toHaveLength(200);
  });

  it('hold no formula, and nothing about who asked, whoever exports', async () => {
    const place = (await aLocation(app)).id;
    const robin = await aUser(app, 'supervisor', [place]);
    const words = {
      title: '=HYPERLINK("x")',
      workstation: '@PC',
      category: '+1',
      requester: 'Quentin Someone',
    };
    const { id } = await aSupportRequest(app, place, words);
    succeeded(await app.admin.patch(`/support-requests/${id}`, { assigneeId: robin.id }));
    for (const client of [app.admin, robin.client, await anApiKey(app, ['support:read'])]) {
      const [line, ...others] = await linesOf(`locationId=${place}`, client);
      expect(others).toEqual([]);
      expect(line).toContain(`,"'=HYPERLINK(""x"")",'@PC,'+1,`);
      expect(line).not.toMatch(/Quentin/);
    }
    expect(String((await exported(`locationId=${locationId}`)).body)).not.toMatch(/Quentin|requester/);
  });

  it('have both offsets in the night in which the clocks change', async () => {
    const place = (await aLocation(app)).id;
    for (const openedAt of ['2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z'])
      await app.database.query(
        'INSERT INTO support_requests (id, location_id, opened_at) VALUES (gen_random_uuid(), $1, $2)',
        [place, openedAt],
      );
    const lines = await linesOf(`locationId=${place}`);
    expect(lines.map((line) => fieldsOf(line)['openedAt'])).toEqual([
      '2026-11-01T01:30:00-06:00',
      '2026-11-01T01:30:00-05:00',
    ]);
  });

  it('are filtered as the list is, and show an operator what they see', async () => {
    const place = (await aLocation(app)).id;
    const open = await aSupportRequest(app, place, { title: 'Paper jam' });
    await aSupportRequest(app, place, { title: 'Paper is out', resolvedAt: '2026-10-26T11:00:00-05:00' });
    const maya = await anOperator(app);
    expect(await linesOf('', maya.client)).toEqual([]);
    const shift = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T13:00:00-05:00' };
    await onShift(app, place, maya.id, shift);
    expect(idsOf(await linesOf('', maya.client))).toEqual([open.id]);
    expect(idsOf(await linesOf(`locationId=${place}&search=paper&resolved=false`))).toEqual([open.id]);
    expect(await linesOf(`locationId=${place}&search=paper`)).toHaveLength(2);
  });

  it('of those that wait for a location have what their source tells', async () => {
    const pusher = await aPusher(app, { locationRules: [{ equals: 'Lab', locationId }] });
    await pusher.sent(aPush('7', { place: 'Attic', title: '=1', workstation: 'PC-07' }));
    const lines = await linesOf('unassigned=true');
    expect(lines).toHaveLength(1);
    expect(fieldsOf(lines[0]!)).toMatchObject({
      locationId: '',
      source: 'kiosk',
      externalId: '7',
      title: "'=1",
      workstation: 'PC-07',
    });
  });

  it.each(['cursor=x', 'limit=0', 'assignee=x', 'unassigned=true&search=x', 'unassigned=true&cursor=x'])(
    'are refused as JSON: ?%s',
    async (query) => {
      const answer = await exported(query);
      expect(answer).toMatchObject({ status: 400, body: { status: 400, violations: [expect.anything()] } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('content-disposition')).toBeNull();
    },
  );
});
