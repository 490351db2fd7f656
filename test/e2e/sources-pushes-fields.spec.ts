import { readFileSync } from 'node:fs';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { aPush, aPusher, type Pusher } from '../support/pushes.js';
import { clearSources, runsOf } from '../support/sources.js';

// It is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let lab: string;
let annex: string;
let kiosk: Pusher;

beforeAll(async () => {
  app = await startApp();
  lab = (await aLocation(app)).id;
  annex = (await aLocation(app)).id;
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  await clearSources(app);
  kiosk = await aPusher(app, { locationId: lab, locationRules: [{ equals: 'Annex', locationId: annex }] });
});
afterAll(() => app.close());

const pushed = async (externalId: string): Promise<Record<string, unknown>> => {
  const { items } = succeeded(await app.admin.get('/support-requests?limit=200'));
  return (items as Record<string, unknown>[]).find((one) => one['externalId'] === externalId)!;
};

/** Each field of a pushed request with a value that is none by default; and by what it is seen, where it is not told again as it is. */
const FIELDS: Readonly<Record<string, [value: () => unknown, seen?: () => object]>> = {
  openedAt: [() => '2026-10-24T20:00:00-05:00'],
  source: [() => 'kiosk'],
  externalId: [() => 'openedAt'],
  externalUrl: [() => 'https://kiosk.example.edu/7'],
  firstResponseAt: [() => '2026-10-25T20:04:00-05:00'],
  waitedMinutes: [() => 7],
  escalatedAt: [() => '2026-10-25T20:10:00-05:00'],
  firstResolvedAt: [() => '2026-10-25T20:30:00-05:00'],
  resolvedAt: [() => '2026-10-25T20:40:00-05:00'],
  tier: [() => 'campus-it'],
  channel: [() => 'kiosk'],
  category: [() => 'printing'],
  readLevel: [() => 4],
  title: [() => 'Paper jam'],
  workstation: [() => 'PC-07'],
  priority: [() => 'urgent'],
  directional: [() => true],
  locationId: [() => annex],
  place: [() => 'Annex', () => ({ place: 'Annex', locationId: annex })],
  updatedAt: [() => '2026-10-25T21:00:00-05:00', () => ({})],
};

/** What says which request it is, and in which of its states. */
const IDENTIFYING = ['source', 'externalId', 'updatedAt'];

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  components: { schemas: Record<string, { properties: object }> };
};

describe('of the fields of a pushed request', () => {
  it('none is missing here', () => {
    const { properties } = document.components.schemas['PushedRequestDto']!;
    expect(Object.keys(FIELDS).toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  it.each(Object.keys(FIELDS).filter((field) => !IDENTIFYING.includes(field)))(
    '%s arrives, of a new request and of a known one',
    async (field) => {
      const [value, seen = () => ({ [field]: value() })] = FIELDS[field]!;
      await kiosk.sent(aPush('plain'));
      expect(await pushed('plain')).not.toMatchObject(seen());
      await kiosk.sent(aPush('new', { [field]: value() }));
      expect(await pushed('new')).toMatchObject(seen());
      expect(await kiosk.sent(aPush('plain', { [field]: value() }))).toMatchObject({ updated: 1 });
      expect(await pushed('plain')).toMatchObject(seen());
    },
  );
});

describe('the priority of a pushed request', () => {
  it('may be a word of the sender, and stays as it is with one that says nothing', async () => {
    const settings = { priorities: { '3 - Moderate': 'high', LOW: 'normal' } };
    const source = succeeded(await app.admin.patch(`/support-sources/${kiosk.source.id}`, { settings }));
    expect(source).toMatchObject({ settings });
    const items = [
      aPush('named', { priority: ' 3 - moderate ' }),
      aPush('ours', { priority: 'Urgent' }),
      aPush('named over ours', { priority: 'low' }),
      aPush('unknown', { priority: '5 - Planning' }),
      aPush('none'),
    ];
    await kiosk.sent({ items });
    expect(await pushed('named')).toMatchObject({ priority: 'high' });
    expect(await pushed('ours')).toMatchObject({ priority: 'urgent' });
    for (const id of ['named over ours', 'unknown', 'none'])
      expect(await pushed(id)).toMatchObject({ priority: 'normal' });
    // However often it comes within the hour.
    const again = [1, 2, 3].map((n) => kiosk.sent(aPush(`unknown ${n}`, { priority: ' 5 - Planning' })));
    await Promise.all([...again, kiosk.sent(aPush('other', { priority: 'P9' }))]);
    const [run] = await runsOf(app, kiosk.source.id);
    expect(run!.skipped).toBe(0);
    const words = run!.remarks.map(({ message }: { message: string }) => /“(.*)”/.exec(message)![1]);
    expect(words).toEqual(['5 - Planning', 'P9']);
    expect(run!.remarks[0]).toMatchObject({ externalId: 'unknown', isTaken: true });

    await kiosk.sent(aPush('named', { priority: '' }));
    await kiosk.sent(aPush('ours', { title: 'Jam' }));
    expect(await pushed('named')).toMatchObject({ priority: 'high' });
    expect(await pushed('ours')).toMatchObject({ priority: 'urgent', title: 'Jam' });
  });

  it('is no word that means nothing of ours', async () => {
    const settings = { priorities: { moderate: 'middling' } };
    const refused = await app.admin.patch(`/support-sources/${kiosk.source.id}`, { settings });
    expect(refused).toMatchObject({ status: 400, body: { violations: [{ field: 'settings.priorities' }] } });
  });

  it('is told while it waits for a location, too, as is its wait', async () => {
    const wall = await aPusher(app, { name: 'wall' });
    await wall.sent(aPush('waiting', { priority: 'urgent', waitedMinutes: 5 }));
    const { items } = succeeded(await app.admin.get('/support-requests?unassigned=true'));
    expect(items).toMatchObject([{ externalId: 'waiting', priority: 'urgent', waitedMinutes: 5 }]);
  });
});
