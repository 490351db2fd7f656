import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { OPERATOR, PATRON, FakeRedmine } from '../support/fake-redmine.js';
import {
  aRedmineSource,
  redmineSettings,
  storedIssue,
  storedIssues,
  storedNumbers,
} from '../support/redmine-sources.js';
import { beside, clearSources, collected, runsOf, shown, trackerTime } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Issues come from a Redmine in memory.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let redmine: FakeRedmine;
let lab: string;
let mediaLab: string;

const given = beside(() => new FakeRedmine());
beforeAll(async () => {
  ({ app, system: redmine } = given);
  lab = (await aLocation(app)).id;
  mediaLab = (await aLocation(app)).id;
});

const RULES = (): object => ({
  locationRules: [
    { equals: 'Library Desk', locationId: lab },
    { equals: 'media lab', locationId: mediaLab },
  ],
});
const now = (): string => trackerTime(app);
const later = (minutes: number): string => {
  app.clock.advance(minutes);
  return now();
};
/** The first response that is stored after some changes of an issue that a patron opened. */
const firstResponse = async (change: (id: number) => void): Promise<Date | null> => {
  const issue = redmine.open(MORNING);
  change(issue.id);
  await aRedmineSource(app, redmine, RULES());
  return (await storedIssue(app, issue)).firstResponseAt;
};

describe('a Redmine that was added as a source', () => {
  it('has its issues as requests, with their times, tiers and places', async () => {
    const issue = redmine.open(MORNING, {
      subject: 'Printer is stuck',
      project: redmine.project('media-lab'),
      category: 'Printing',
    });
    redmine.change(issue.id, '2026-10-26T15:10:00Z', { notes: 'We are on our way.' });
    redmine.close(issue.id, '2026-10-26T16:00:00Z');
    redmine.open('2026-10-26T16:30:00Z', { project: redmine.project('campus-it') });
    const { id } = await aRedmineSource(app, redmine, RULES());
    const [request, other] = await storedIssues(app);
    expect(request).toMatchObject({
      locationId: mediaLab,
      place: 'Media Lab',
      tier: 'library',
      title: 'Printer is stuck',
      category: 'Printing',
      openedAt: new Date(MORNING),
      firstResponseAt: new Date('2026-10-26T15:10:00Z'),
      resolvedAt: new Date('2026-10-26T16:00:00Z'),
      escalatedAt: null,
    });
    expect(other).toMatchObject({
      place: 'Campus IT',
      locationId: null,
      tier: 'campus-it',
      escalatedAt: new Date('2026-10-26T16:30:00Z'),
      firstResponseAt: null,
      resolvedAt: null,
      category: null,
    });
    expect(await shown(app, id)).toMatchObject({ state: 'working', problem: null, unassigned: 1 });
    const listed = succeeded(await app.admin.get(`/support-requests?locationId=${mediaLab}`)).items;
    expect(listed).toMatchObject([{ externalUrl: `${redmine.baseUrl}/issues/1`, externalId: '1' }]);
  });

  it('reads place and category from custom fields when they are named', async () => {
    redmine.open(MORNING, {
      fields: { Location: ' MEDIA LAB ', Kind: ['printing', 'ink'] },
      category: 'Other',
    });
    redmine.open(MORNING, { fields: { Other: 'Media Lab' }, category: 'Other' });
    redmine.open(MORNING, { project: redmine.project('campus-it'), fields: { Location: 'Library Desk' } });
    const settings = redmineSettings(redmine, { placeField: 'Location', categoryField: 'Kind' });
    await aRedmineSource(app, redmine, { ...RULES(), settings });
    expect(
      (await storedIssues(app)).map(({ place, locationId, category }) => [place, locationId, category]),
    ).toEqual([
      ['MEDIA LAB', mediaLab, 'printing'],
      [null, null, null],
      ['Library Desk', lab, null],
    ]);
  });

  it('reads projects by identifier, name and number, and subprojects only when they are named', async () => {
    const desk = redmine.project('library-desk');
    redmine.addProject('printers', 'Printers & Scanners', desk);
    const quiet = redmine.addProject('quiet', '3rd floor', desk);
    // A closed one stays readable.
    redmine.projects.get(redmine.project('printers'))!.isClosed = true;
    for (const { id } of redmine.projects.values()) redmine.open(MORNING, { project: id });
    const projects = [String(desk), 'printers & scanners'];
    const settings = redmineSettings(redmine, { projects, campusItProjects: ['CAMPUS-IT'] });
    await aRedmineSource(app, redmine, { ...RULES(), settings });
    expect((await storedIssues(app)).map(({ place }) => place)).toEqual([
      'Library Desk',
      'Campus IT',
      'Printers & Scanners',
    ]);
    await clearSources(app);
    await aRedmineSource(app, redmine, { settings: redmineSettings(redmine, { projects: undefined }) });
    expect((await storedIssues(app)).map(({ place }) => place)).toContain(quiet.name);
    expect(await storedNumbers(app)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the first response', () => {
  it.each<[name: string, change: (id: number) => void, minutes: number | null]>([
    ['is a note', (id) => redmine.change(id, '2026-10-26T15:07:00Z', { notes: 'Hello' }), 7],
    [
      'is a change of the status without a word',
      (id) => redmine.change(id, '2026-10-26T15:08:00Z', { status: 'In Progress' }),
      8,
    ],
    [
      'is an assignment',
      (id) =>
        redmine.change(id, '2026-10-26T15:09:00Z', {
          details: [{ property: 'attr', name: 'assigned_to_id', old_value: null, new_value: '7' }],
        }),
      9,
    ],
    [
      'is no note of the patron',
      (id) => redmine.change(id, '2026-10-26T15:07:00Z', { user: PATRON, notes: 'Anybody?' }),
      null,
    ],
    [
      'is no private note',
      (id) => redmine.change(id, '2026-10-26T15:07:00Z', { notes: 'Again?', isPrivate: true }),
      null,
    ],
    [
      'is no other subject',
      (id) => redmine.change(id, '2026-10-26T15:07:00Z', { subject: 'Printer of floor 3' }),
      null,
    ],
    [
      'is the first of several, also when the user of the key sees the latest first',
      (id) => {
        redmine.isLatestFirst = true;
        redmine.change(id, '2026-10-26T15:05:00Z', { notes: 'For us', isPrivate: true, user: OPERATOR });
        redmine.change(id, '2026-10-26T15:06:00Z', { notes: 'Hello' });
        redmine.change(id, '2026-10-26T15:16:00Z', { notes: 'Done' });
      },
      6,
    ],
  ])('%s', async (_name, change, minutes) => {
    const expected = minutes === null ? null : new Date(Date.parse(MORNING) + minutes * 60_000);
    expect(await firstResponse(change)).toEqual(expected);
  });
});

describe('changes of issues', () => {
  it('arrive with the next run: closing, opening again, another subject', async () => {
    const issue = redmine.open(MORNING);
    const { id } = await aRedmineSource(app, redmine, RULES());
    const closed = later(10);
    redmine.close(issue.id, closed);
    await collected(app, id);
    const times = { firstResolvedAt: new Date(closed), resolvedAt: new Date(closed) };
    expect(await storedIssue(app, issue)).toMatchObject(times);
    redmine.reopen(issue.id, later(10));
    redmine.change(issue.id, now(), { subject: 'It is stuck again' });
    await collected(app, id);
    expect(await storedIssue(app, issue)).toMatchObject({
      ...times,
      resolvedAt: null,
      title: 'It is stuck again',
    });
    expect(await storedNumbers(app)).toEqual([1]);
  });

  it('are not lost when several happen in the second in which one was read', async () => {
    const issue = redmine.open(MORNING);
    const { id } = await aRedmineSource(app, redmine, RULES());
    const second = later(10);
    redmine.change(issue.id, second, { subject: 'First' });
    await collected(app, id);
    redmine.change(issue.id, second, { subject: 'Second' });
    await collected(app, id);
    expect((await storedIssue(app, issue)).title).toBe('Second');
  });

  it('are found in the hour that an autumn night has twice, of which a server tells the first', async () => {
    const [early, late] = redmine.openMany(2, MORNING);
    const { id } = await aRedmineSource(app, redmine, RULES());
    app.clock.set('2026-11-01T06:59:00Z');
    redmine.change(early!.id, '2026-11-01T06:55:00Z', { subject: 'At 1:55 for the first time' });
    await collected(app, id);
    later(15);
    redmine.change(late!.id, '2026-11-01T06:14:00Z', { subject: 'At 1:14 for the second time' });
    await collected(app, id);
    expect((await storedIssue(app, late!)).title).toBe('At 1:14 for the second time');
  });

  it('lead to Campus IT: the place stays, and the time is that of the first move there', async () => {
    const issue = redmine.open(MORNING, { project: redmine.project('media-lab') });
    const { id } = await aRedmineSource(app, redmine, RULES());
    const escalated = later(20);
    redmine.move(issue.id, escalated, 'campus-it');
    await collected(app, id);
    const atCampusIt = {
      tier: 'campus-it',
      escalatedAt: new Date(escalated),
      place: 'Media Lab',
      locationId: mediaLab,
    };
    expect(await storedIssue(app, issue)).toMatchObject(atCampusIt);
    redmine.move(issue.id, later(5), 'library-desk');
    redmine.move(issue.id, later(5), 'campus-it');
    await collected(app, id);
    expect(await storedIssue(app, issue)).toMatchObject({
      ...atCampusIt,
      place: 'Library Desk',
      locationId: lab,
    });
    redmine.move(issue.id, later(5), 'media-lab');
    await collected(app, id);
    expect(await storedIssue(app, issue)).toMatchObject({ ...atCampusIt, tier: 'library' });
  });

  it('lead away from Campus IT: what was opened there was with it from the beginning', async () => {
    const issue = redmine.open(MORNING, { project: redmine.project('campus-it') });
    redmine.move(issue.id, '2026-10-26T15:30:00Z', 'media-lab');
    redmine.move(issue.id, '2026-10-26T15:40:00Z', 'campus-it');
    await aRedmineSource(app, redmine, RULES());
    expect((await storedIssue(app, issue)).escalatedAt).toEqual(new Date(MORNING));
  });

  it('are not lost, and told once, when they happen while pages are read', async () => {
    redmine.openMany(250, MORNING);
    let isDone = false;
    redmine.hook = ({ query }) => {
      if (isDone || query.get('v[issue_id][]') !== '101') return;
      isDone = true;
      later(1);
      redmine.change(50, now(), { subject: 'Read before' });
      redmine.change(220, now(), { subject: 'Read afterwards' });
      redmine.open(now(), { subject: 'New' });
    };
    const { id } = await aRedmineSource(app, redmine, RULES());
    expect((await storedIssue(app, { id: 220 })).title).toBe('Read afterwards');
    expect((await storedIssue(app, { id: 50 })).title).toBe('Printer 50');
    await collected(app, id);
    expect((await storedIssue(app, { id: 50 })).title).toBe('Read before');
    expect(await storedNumbers(app)).toEqual(Array.from({ length: 251 }, (_, index) => index + 1));
  });

  it('are all told when ten thousand issues changed in the same second', async () => {
    redmine.openMany(10_000, MORNING);
    const { id } = await aRedmineSource(app, redmine, RULES());
    const numbers = await storedNumbers(app);
    expect([numbers.length, new Set(numbers).size]).toEqual([10_000, 10_000]);
    expect(await runsOf(app, id)).toMatchObject([{ status: 'completed', fetched: 10_000, created: 10_000 }]);
  });
});

describe('an issue that is not there any more when it is asked for', () => {
  it('is left out when it was deleted or moved away, and told of when it is hidden', async () => {
    const elsewhere = redmine.addProject('elsewhere', 'Elsewhere');
    redmine.openMany(10, MORNING);
    redmine.hook = ({ path }) => {
      if (path === 'issues/2.json') redmine.delete(2);
      if (path === 'issues/3.json') redmine.change(3, MORNING, { project: elsewhere.id });
      if (path === 'issues/4.json') redmine.hidden = new Set([4]);
    };
    const { id } = await aRedmineSource(app, redmine, { ...RULES(), enabled: false });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
    await app.jobsDone();
    expect(await storedNumbers(app)).toEqual([1, 5, 6, 7, 8, 9, 10]);
    expect(await runsOf(app, id)).toMatchObject([
      {
        status: 'completed',
        skipped: 1,
        remarks: [{ externalId: '4', message: 'It may not be seen any more. It stays in the figures.' }],
      },
    ]);
  });
});
