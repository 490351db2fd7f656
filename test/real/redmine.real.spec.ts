import { chance as chanceOfThisRun } from '../faults/run-settings.js';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { CollectingProduct } from './collecting-product.js';
import { handedOver, requestOf, toldOfReturn } from './handed-over.js';
import { CASES } from './help-desk-cases.js';
import { issuesOf } from './redmine/issues.js';
import { RedmineDesk } from './redmine/redmine-desk.js';
import { Redmine } from './redmine/redmine.js';
import { replayLog } from './redmine/replayed-log.js';
import { differences, requestsOf } from './seen-tickets.js';

const SOURCE = 'Redmine';
/** As Rails names them: half a day ahead of UTC, and half a day behind it. */
const ZONES = ["Nuku'alofa", 'American Samoa'] as const;
const LONG_STORY_MILLISECONDS = 900_000;

describe('a real Redmine with a help desk’s log of 2,000 issues', () => {
  const chance = chanceOfThisRun();
  let redmine: Redmine;
  let desk: RedmineDesk;
  let app: CollectingProduct;
  let libraryLab: string;
  let printLab: string;

  beforeAll(async () => {
    redmine = await Redmine.open();
    app = await CollectingProduct.start(redmine.host, chance);
    await replayLog(redmine, app.database.url);
    desk = new RedmineDesk(redmine, chance);
    libraryLab = await app.lab('Library');
    printLab = await app.lab('Print shop');
  });
  afterAll(async () => {
    await desk?.close();
    await app?.close();
    await redmine?.close();
  });

  const createSource = (apiKey: string, settings: object = {}): Promise<Answer> => {
    const { library, printing, campusIt } = redmine.projects;
    return app.admin.post('/support-sources', {
      name: SOURCE,
      kind: 'redmine',
      locationRules: [
        { equals: library.name.toUpperCase(), locationId: libraryLab },
        { equals: printing.name, locationId: printLab },
      ],
      settings: {
        baseUrl: redmine.url,
        apiKey,
        projects: [library.identifier, printing.name],
        campusItProjects: [String(campusIt.id)],
        waitingStatuses: ['Feedback'],
        ...settings,
      },
      everyMinutes: 1,
      enabled: true,
    });
  };

  it('refuses a wrong key, one that does not see the project, and one that sees no issues', async () => {
    const { blind, stranger } = redmine.users;
    const refused = async (key: string, settings?: object): Promise<unknown> => {
      const { status, body } = await createSource(key, settings);
      return [status, body.code, body.detail];
    };
    expect(await refused('0123456789abcdef')).toEqual([
      409,
      'SOURCE_REFUSED',
      expect.stringContaining('401'),
    ]);
    const sees = 'SOURCE_SEES_NOTHING';
    const noProject = `The project ${redmine.projects.campusIt.id} is not there, or this key may not see it.`;
    expect(await refused(stranger.key)).toEqual([409, sees, noProject]);
    expect(await refused(blind.key)).toEqual([409, sees, expect.stringContaining('shows no ticket at all')]);
    const nowhere = 'The project Nowhere & Co is not there, or this key may not see it.';
    expect(await refused(redmine.users.collector.key, { projects: ['Nowhere & Co'] })).toEqual([
      409,
      sees,
      nowhere,
    ]);
    redmine.setSetting('rest_api_enabled', '0');
    expect(await refused(redmine.users.collector.key)).toEqual([
      409,
      'SOURCE_REFUSED',
      expect.stringContaining('REST interface is switched off'),
    ]);
    redmine.setSetting('rest_api_enabled', '1');
    expect(succeeded(await app.admin.get('/support-sources')).items).toEqual([]);
  });

  it(
    'loses no issue and stores none twice while people work in it, servers are killed and zones change',
    async () => {
      app.sourceId = succeeded(await createSource(redmine.users.collector.key)).id;
      await desk.open();
      await app.amidRun(6_000);
      await app.kill();
      await app.amidRun(3_000);
      redmine.setTimeZone(ZONES[0]);
      await redmine.restart();
      await app.amidRun(6_000);
      await app.kill();
      await app.collect();
      redmine.setTimeZone(ZONES[1]);
      await app.amidRun(1_000);
      await app.kill();
      await app.collect();
      await desk.close();
      await app.collect();

      expect(await app.runs('interrupted')).toBeGreaterThanOrEqual(2);
      const [theirs, ours] = [issuesOf(redmine), await requestsOf(app.database, SOURCE)];
      const isThere = ({ id }: { id: string }): boolean => !desk.gone.has(Number(id));
      expect(differences(theirs, ours.filter(isThere))).toEqual([]);
      expect(new Set(ours.map(({ id }) => id)).size).toBe(ours.length);
      expect(theirs.length).toBeGreaterThan(CASES - desk.gone.size);
      expect(theirs.filter(({ tier }) => tier === 'campus-it').length).toBeGreaterThan(90);
      expect([...desk.changes.keys()].length).toBe(15);
      expect(theirs.filter(({ waits }) => waits !== '').length).toBeGreaterThan(90);
      expect(theirs.filter(({ reopenings }) => reopenings !== '').length).toBeGreaterThan(20);
      expect(theirs.filter(({ handOvers }) => handOvers.split(',').length > 1).length).toBeGreaterThan(10);
      expect(theirs.filter(({ category }) => category !== null).length).toBeGreaterThan(900);
    },
    LONG_STORY_MILLISECONDS,
  );

  it('drops what was deleted or moved out of sight, and reads again only what it does not have', async () => {
    await desk.takeAway();
    const before = await requestsOf(app.database, SOURCE);
    const askedBefore = redmine.issuesAskedFor().length;
    await app.recheck();
    expect(differences(issuesOf(redmine), await requestsOf(app.database, SOURCE))).toEqual([]);
    const gone = before.filter(({ id }) => desk.gone.has(Number(id))).map(({ id }) => id);
    const dropped = await app.database.query<{ id: string }>(
      `SELECT details ->> 'externalId' AS id FROM audit_events
       WHERE action = 'support-request.deleted' ORDER BY (details ->> 'externalId')::int`,
    );
    expect(dropped.map(({ id }) => id)).toEqual(gone);
    expect(dropped.length).toBeGreaterThanOrEqual(2);
    const [run] = await app.database.query<{ fetched: number }>(
      `SELECT fetched FROM support_source_runs WHERE purpose = 'recheck' ORDER BY started_at DESC LIMIT 1`,
    );
    expect(run!.fetched).toBeGreaterThan(100);
    const touched = redmine.issuesTouched();
    const asked = redmine.issuesAskedFor().slice(askedBefore);
    expect(asked.filter((id) => !touched.has(id) && !desk.gone.has(id))).toEqual([]);
  });

  it('places issues by the project that they came from', async () => {
    const rows = await app.database.query<{ place: string; locationId: string | null }>(
      `SELECT DISTINCT place, location_id AS "locationId" FROM support_requests WHERE source = $1 ORDER BY place`,
      [SOURCE],
    );
    const { library, printing, campusIt } = redmine.projects;
    // Whether somebody opened an issue at Campus IT itself is a matter of chance.
    expect(rows.filter(({ place }) => place !== campusIt.name)).toEqual([
      { place: library.name, locationId: libraryLab },
      { place: printing.name, locationId: printLab },
    ]);
  });

  it(
    'has one issue for each escalated request, whenever a server dies, and tells what becomes of them',
    async () => {
      const { library, printing, campusIt } = redmine.projects;
      const settings = {
        baseUrl: redmine.url,
        projects: [library.identifier, printing.name],
        campusItProjects: [campusIt.identifier],
        openIn: campusIt.identifier,
      };
      const issues = await handedOver(app, chance, { settings, locationId: libraryLab });
      const before = (await requestsOf(app.database, SOURCE)).length;
      const rows = redmine.rows<{ id: number; subject: string }>(
        `SELECT id, subject FROM issues WHERE subject LIKE '[AH-%' AND project_id = ? ORDER BY id`,
        campusIt.id,
      );
      const theirs = new Map(rows.map(({ id, subject }) => [String(id), subject]));
      expect(rows).toHaveLength(issues.length);
      for (const { externalId, reference } of issues) expect(theirs.get(externalId)).toContain(reference);
      expect([...theirs.values()][0]).toContain('“dead” – ½ of row B');

      const [resolved, returned] = [issues[0]!, issues[1]!];
      await app.collect();
      await redmine.change(Number(resolved.externalId), { status_id: 5 });
      await redmine.change(Number(returned.externalId), { project_id: library.id });
      await app.collect();
      const { tier, resolvedAt } = await requestOf(app, resolved);
      expect({ tier, isResolved: resolvedAt !== null }).toEqual({ tier: 'campus-it', isResolved: true });
      expect(await requestOf(app, returned)).toMatchObject({ tier: 'library', resolvedAt: null });
      const third = issues[2]!;
      const told = await toldOfReturn(app, third, () =>
        Promise.resolve(
          redmine
            .rows<{ notes: string }>(
              `SELECT notes FROM journals WHERE journalized_type = 'Issue' AND journalized_id = ? AND notes <> ''`,
              Number(third.externalId),
            )
            .map(({ notes }) => notes),
        ),
      );
      expect(told).toContain(`The library has ${third.reference} again.`);
      expect(told).toContain('It was the “cable” – ½ m.');
      expect(await requestsOf(app.database, SOURCE)).toHaveLength(before);
    },
    LONG_STORY_MILLISECONDS,
  );
});
