import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import {
  aRedmineSource,
  redmineBody,
  redmineSettings,
  storedIssue,
  storedNumbers,
} from '../support/redmine-sources.js';
import { beside, collected, recheckNext, runsOf, trackerTime } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Keys are wrong, lose rights, or see too little.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let redmine: FakeRedmine;
let locationId: string;

const given = beside(() => new FakeRedmine());
beforeAll(async () => {
  ({ app, system: redmine } = given);
  locationId = (await aLocation(app)).id;
});
beforeEach(() => {
  redmine.openMany(20, MORNING);
});

const ALL = Array.from({ length: 20 }, (_, index) => index + 1);
const refusal = async (settings: object = {}): Promise<unknown[]> => {
  const body = redmineBody(redmine, { locationId, settings: redmineSettings(redmine, settings) });
  const { status, body: answer } = await app.admin.post('/support-sources', body);
  return [status, answer.code, answer.detail];
};
const rechecked = async (id: string): Promise<Record<string, unknown>> => {
  await recheckNext(app, id);
  return collected(app, id);
};

const REFUSED = 'It refuses the credentials (status 401). They may have run out, or lack a right.';
const SEES_NONE = 'The project Nowhere & Co is not there, or this key may not see it.';

describe('a Redmine is refused', () => {
  it.each<[name: string, arrange: () => void, settings: object, code: string, sentence: string]>([
    ['with a wrong key', () => undefined, { apiKey: 'wrong' }, 'SOURCE_REFUSED', REFUSED],
    [
      'with a wrong key that it takes for nobody’s and answers',
      () => (redmine.isPublic = true),
      { apiKey: 'wrong' },
      'SOURCE_REFUSED',
      REFUSED,
    ],
    [
      'without its REST interface, also when it answers to everybody',
      () => (redmine.isRestOff = redmine.isPublic = true),
      {},
      'SOURCE_REFUSED',
      'It answers no programs (status 403): most likely its REST interface is switched off. Whoever runs it can switch it on.',
    ],
    [
      'with a project that is not there',
      () => undefined,
      { projects: ['library-desk', 'Nowhere & Co'] },
      'SOURCE_SEES_NOTHING',
      SEES_NONE,
    ],
    [
      'with a project that the key does not see',
      () => (redmine.hiddenProjects = new Set([redmine.project('campus-it')])),
      {},
      'SOURCE_SEES_NOTHING',
      'The project campus-it is not there, or this key may not see it.',
    ],
    [
      'with projects in which the key sees no issue',
      () => (redmine.hidden = new Set(ALL)),
      {},
      'SOURCE_SEES_NOTHING',
      'It answers, and shows no ticket at all. Most likely these credentials lack the right to see tickets; if there are none yet, say so.',
    ],
    [
      'when it is too old to tell whether an issue is closed',
      () => (redmine.isOld = true),
      {},
      'SOURCE_ANSWER',
      'It does not tell whether a ticket is closed, because its version is too old. Redmine 5 tells it.',
    ],
  ])('%s', async (_name, arrange, settings, code, sentence) => {
    arrange();
    expect(await refusal(settings)).toEqual([409, code, sentence]);
    expect(succeeded(await app.admin.get('/support-sources')).items).toEqual([]);
  });

  it('without a key, or with one that no header can carry', async () => {
    for (const apiKey of [undefined, 'a\nb'])
      expect(await refusal({ apiKey })).toEqual([400, 'INVALID_FIELD', expect.anything()]);
  });

  it('unless it is in order that it is empty', async () => {
    redmine.issues.clear();
    const settings = redmineSettings(redmine, { startsEmpty: true });
    const { id } = await aRedmineSource(app, redmine, { locationId, settings });
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    redmine.open(MORNING);
    await collected(app, id);
    expect(await storedNumbers(app)).toEqual([1]);
  });
});

describe('a key', () => {
  it('is never told', async () => {
    const { id } = await aRedmineSource(app, redmine, { locationId });
    const told = succeeded(await app.admin.get(`/support-sources/${id}`));
    expect(JSON.stringify(told)).not.toContain(FakeRedmine.KEY);
  });

  it('that a public Redmine forgets amid a run ends the run, and no issue is passed over', async () => {
    redmine.isPublic = true;
    redmine.openMany(230, MORNING, { subject: 'More' });
    const { id } = await aRedmineSource(app, redmine, { locationId, enabled: false });
    redmine.hook = ({ path, query }) => {
      if (path !== 'issues.json' || query.get('v[issue_id][]') !== '101') return;
      redmine.mayRead.clear();
      // Everybody sees less.
      redmine.hidden = new Set([150]);
    };
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
    await app.jobsDone();
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'failed', error: REFUSED, created: 100 });
    redmine.hook = () => undefined;
    redmine.mayRead.add(FakeRedmine.KEY);
    redmine.hidden = new Set();
    await collected(app, id);
    expect(await storedNumbers(app)).toHaveLength(250);
    expect((await storedIssue(app, { id: 150 })).title).toBe('More');
  });

  it('that loses its rights is a problem, and nothing is dropped', async () => {
    const { id } = await aRedmineSource(app, redmine, { locationId });
    redmine.hidden = new Set(ALL);
    expect(await rechecked(id)).toMatchObject({
      state: 'stopped',
      problem: {
        code: 'SOURCE_SEES_NOTHING',
        message:
          'It shows no ticket any more, and it did before. Most likely its credentials lost the right to see them.',
      },
    });
    redmine.hidden = new Set(ALL.slice(0, 6));
    expect(await rechecked(id)).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_LOST_TICKETS' } });
    redmine.hidden = new Set();
    redmine.hiddenProjects = new Set([redmine.project('media-lab')]);
    expect(await rechecked(id)).toMatchObject({
      state: 'stopped',
      problem: { message: 'The project Media Lab is not there, or this key may not see it.' },
    });
    expect(await storedNumbers(app)).toEqual(ALL);
  });
});

describe('the recheck', () => {
  it('takes out what was deleted or moved where nobody looks, and keeps what is hidden', async () => {
    const { id } = await aRedmineSource(app, redmine, { locationId });
    const elsewhere = redmine.addProject('elsewhere', 'Elsewhere');
    app.clock.advance(10);
    redmine.delete(3);
    redmine.change(4, trackerTime(app), { project: elsewhere.id });
    redmine.hidden = new Set([5]);
    expect(await rechecked(id)).toMatchObject({ state: 'working', problem: null });
    expect(await storedNumbers(app)).toEqual(ALL.filter((number) => ![3, 4].includes(number)));
    expect((await runsOf(app, id))[0]).toMatchObject({
      purpose: 'recheck',
      removed: 2,
      skipped: 1,
      remarks: [{ externalId: '5', message: 'It may not be seen any more. It stays in the figures.' }],
    });
    redmine.change(4, trackerTime(app), { project: redmine.project('media-lab') });
    await collected(app, id);
    expect((await storedIssue(app, { id: 4 })).place).toBe('Media Lab');
  });
});
