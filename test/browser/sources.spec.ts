import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { aLocation, aUser } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { ZammadSystem } from '../support/ticket-systems/zammad.js';
import { littlePatience } from '../support/patience.js';
import { collected, recheckNext } from '../support/sources.js';
import type { TestApp } from '../support/app.js';
import type { HttpClient } from '../support/http-client.js';

const MORNING = '2026-10-26T14:00:00Z';

describe('the page of sources', () => {
  let tracker: FakeRequestTracker;
  const zammad = new ZammadSystem();
  const given = browserApp(async () => {
    littlePatience();
    tracker = await FakeRequestTracker.start();
    await zammad.start();
    return { PRIVATE_HOSTS: [tracker.host, zammad.host].join(',') };
  });
  let app: TestApp;
  let supervisor: HttpClient;
  let campusIt: HttpClient;
  beforeAll(async () => {
    ({ app } = given);
    const lab = (await aLocation(app, { name: 'Main Lab' })).id;
    const media = (await aLocation(app, { name: 'Media Library' })).id;
    supervisor = (await aUser(app, 'supervisor', [lab, media])).client;
    campusIt = (await aUser(app, 'campus_it', [lab])).client;
  }, 120_000);
  afterAll(async () => {
    await tracker.stop();
    await zammad.stop();
  });

  it('on a phone adds a tracker, says what is wrong with a token, and shows what was collected', async () => {
    tracker.open(MORNING, { Subject: 'The printer eats paper' });
    tracker.open(MORNING, { Subject: 'No sound in room 2', Queue: 'Media Lab' });
    tracker.open(MORNING, { Subject: 'A cable is missing', Queue: 'Media Lab' });
    const phone = await given.open(supervisor, { viewport: PHONE });
    await phone.goto('/sources');
    await phone.getByRole('heading', { name: 'Nothing is collected yet' }).waitFor();
    await phone.getByRole('button', { name: 'Add a source' }).click();
    await phone.getByRole('textbox', { name: /^Name/ }).fill('Library RT');
    await phone.getByLabel('Address of its REST interface').fill(tracker.baseUrl);
    await phone.getByRole('textbox', { name: /^Token/ }).fill('a-wrong-token');
    const queues = phone.getByRole('combobox', { name: /Queues of library IT/ });
    for (const queue of ['Library Desk', 'Media Lab']) {
      await queues.fill(queue);
      await queues.press('Enter');
    }
    await phone.getByRole('button', { name: 'Add a priority' }).click();
    await phone.getByRole('textbox', { name: 'Its word' }).fill('100');
    expect(await phone.getByRole('button', { name: 'Check and save' }).isDisabled()).toBe(true);
    await phone.getByLabel('means', { exact: true }).selectOption({ label: 'Urgent' });
    await screenshot(phone, 'source-priorities-phone');
    await phone.getByRole('button', { name: 'Add a rule' }).click();
    await phone.getByLabel('If it is').fill('Library Desk');
    await phone.getByLabel('it belongs to').selectOption({ label: 'Main Lab' });
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('It refuses the credentials (status 401).').waitFor();
    await screenshot(phone, 'source-refused-phone');
    await phone.getByRole('textbox', { name: /^Token/ }).fill(FakeRequestTracker.TOKEN);
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('Library RT was saved.').waitFor();
    const { items: saved } = (await app.admin.get('/support-sources')).body;
    expect(saved).toMatchObject([
      { settings: { priorities: { 100: 'urgent' }, waitingStatuses: ['stalled'] } },
    ]);
    await app.jobsDone();

    await phone.getByText('2 requests wait for a location and are in no figure').waitFor();
    await phone.getByText('Working', { exact: true }).waitFor();
    await phone.getByRole('link', { name: 'No sound in room 2' }).waitFor();
    expect(await phone.content()).not.toContain(FakeRequestTracker.TOKEN);
    await screenshot(phone, 'sources-phone');
  });

  it('assigns one request, undoes it, and adds a rule for all of its queue', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    const card = desk.getByRole('listitem').filter({ hasText: 'A cable is missing' });
    await card.getByLabel('Location').selectOption({ label: 'Main Lab' });
    await card.getByRole('button', { name: 'Assign “A cable is missing”' }).click();
    await desk.getByText('One request waits for a location and is in no figure').waitFor();
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.getByText('2 requests wait for a location and are in no figure').waitFor();
    await desk.getByLabel('“Media Lab” (2 requests)').selectOption({ label: 'Media Library' });
    await screenshot(desk, 'sources-rule');
    await desk.getByRole('button', { name: 'Add the rule for “Media Lab”' }).click();
    await desk.getByText('From now on “Media Lab” belongs to Media Library.').waitFor();
    await app.jobsDone();
    await desk.getByRole('heading', { name: 'Waiting for a location' }).waitFor({ state: 'detached' });
    const { items } = (await app.admin.get('/support-requests')).body;
    expect(items).toHaveLength(3);
  });

  it('shows a back-fill, its runs, and what is wrong in words', async () => {
    const desk = await given.open(supervisor, { viewport: DESK, colorScheme: 'dark' });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Back-fill' }).click();
    await desk.getByLabel('First day').fill('2026-10-01');
    await desk.getByLabel('Last day').fill('2026-10-26');
    await desk.getByRole('button', { name: 'Start' }).click();
    await app.jobsDone();
    await desk.getByText('Back-fill from 1 Oct 2026 to 26 Oct 2026: done').waitFor();
    const [source] = (await app.admin.get('/support-sources')).body.items as { id: string }[];
    for (let number = 0; number < 5; number++) tracker.open(MORNING);
    await collected(app, source!.id);
    tracker.hidden = new Set([1, 2, 3, 4, 5, 6]);
    await recheckNext(app, source!.id);
    await desk.getByRole('button', { name: 'Collect now' }).click();
    await desk.getByText('Library RT is being collected.').waitFor();
    await app.jobsDone();
    await desk.getByText('It cannot go on by itself').waitFor();
    await desk.getByText('6 or more of 8 tickets may not be seen any more', { exact: false }).waitFor();
    await screenshot(desk, 'sources-stopped-dark');
    await desk.getByRole('button', { name: 'Runs' }).click();
    await desk.getByText('Nightly check · failed', { exact: false }).waitFor();
    await screenshot(desk, 'source-runs-dark');
  });

  it('on a phone adds a system with a ready-made description, and changes it as JSON', async () => {
    zammad.now = () => Date.parse(MORNING);
    zammad.open({ title: 'The scanner hums' });
    const phone = await given.open(supervisor, { viewport: PHONE });
    await phone.goto('/sources');
    await phone.getByRole('button', { name: 'Add a source' }).click();
    await phone.getByLabel('System', { exact: true }).selectOption({ label: 'Zammad' });
    await phone.getByRole('textbox', { name: /^Name/ }).fill('Help desk');
    await phone.getByRole('textbox', { name: /^Host name/ }).fill(`http://${zammad.host}/`);
    await phone.getByRole('textbox', { name: /^Access token/ }).fill(zammad.parameters.token);
    await phone
      .getByText('these are missing: “Group of Campus IT”, “Email address of the customer”')
      .waitFor();
    await phone.getByRole('textbox', { name: /^Group of Campus IT/ }).fill('Campus IT');
    await phone.getByText('these are missing: “Email address of the customer”').waitFor();
    await phone
      .getByRole('textbox', { name: /^Email address of the customer/ })
      .fill(zammad.parameters.customer);
    await phone.getByText('and can open some for escalated requests').waitFor();
    await phone.getByLabel('Location of all other requests').selectOption({ label: 'Main Lab' });
    await screenshot(phone, 'source-ready-made-phone');
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('Help desk was saved.').waitFor();
    await app.jobsDone();
    const card = phone.getByRole('listitem').filter({ hasText: 'Help desk' });
    await card.getByText('Working', { exact: true }).waitFor();
    await card.getByText('Opens no tickets yet for escalated requests.').waitFor();

    await card.getByRole('button', { name: 'Change' }).click();
    await phone.getByText('and can open some for escalated requests').waitFor();
    const description = phone.getByRole('textbox', { name: /^Description of its interface/ });
    const text = await description.inputValue();
    expect(text).not.toContain(zammad.parameters.token);
    await description.fill('{');
    await phone.getByText('This is not JSON yet.').waitFor();
    expect(await phone.getByRole('button', { name: 'Check and save' }).isDisabled()).toBe(true);
    await description.fill(text.replace('"empty"', '"never"'));
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('stop must be one of empty, total, no-next.').waitFor();
    await screenshot(phone, 'source-own-description-phone');
    await description.fill(text.replace('"perMinute": 60', '"perMinute": 600'));
    await phone.getByRole('button', { name: 'Check and save' }).click();
    await phone.getByText('Help desk was saved.').waitFor();
    await app.jobsDone();
    await card.getByText('Working', { exact: true }).waitFor();
    const { items } = (await app.admin.get('/support-requests?limit=200')).body;
    expect(items).toContainEqual(expect.objectContaining({ source: 'Help desk', title: 'The scanner hums' }));
  });

  it('does not overwrite what another one changed while the form was open', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    const card = desk.getByRole('listitem').filter({ hasText: 'Help desk' });
    await card.getByRole('button', { name: 'Change' }).click();
    const { items } = (await app.admin.get('/support-sources')).body;
    const { id } = (items as { id: string; name: string }[]).find(({ name }) => name === 'Help desk')!;
    await app.admin.patch(`/support-sources/${id}`, { everyMinutes: 7 });
    await app.jobsDone();
    await card.getByText('every 7 minutes', { exact: false }).waitFor();
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('This was changed meanwhile').waitFor();
    expect((await app.admin.get(`/support-sources/${id}`)).body).toMatchObject({ everyMinutes: 7 });
  });

  it('asks for what a system needs, and forgets a secret when another system is chosen', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Add a source' }).click();
    const system = desk.getByLabel('System', { exact: true });
    const chosen = async (label: string): Promise<string[]> => {
      await system.selectOption({ label });
      return desk.getByRole('dialog').locator('label').allTextContents();
    };
    expect(await chosen('Redmine')).toEqual(expect.arrayContaining(['API key *', 'Projects of library IT']));
    await desk.getByRole('textbox', { name: /^API key/ }).fill('a-secret-key');
    await desk.getByRole('combobox', { name: /^Statuses of waiting/ }).fill('Feedback');
    await desk.getByRole('combobox', { name: /^Statuses of waiting/ }).press('Enter');
    await desk.getByRole('button', { name: 'Add a priority' }).click();
    await desk.getByRole('textbox', { name: 'Its word' }).fill('Immediate');
    await desk.getByLabel('means', { exact: true }).selectOption({ label: 'Urgent' });
    await screenshot(desk, 'source-redmine');
    expect(await chosen('ServiceNow')).toEqual(expect.arrayContaining(['Host name *', 'Password *']));
    expect(await chosen('Freshservice')).toEqual(expect.arrayContaining(['API key *']));
    expect(await desk.getByRole('textbox', { name: /^API key/ }).inputValue()).toBe('');
    expect(await chosen('Another system that answers JSON')).toEqual(
      expect.arrayContaining(['Address *', 'Key *', 'Description of its interface *']),
    );
    await screenshot(desk, 'source-own-description');
  });

  it('shows Campus IT how it goes, and lets it change nothing', async () => {
    const desk = await given.open(campusIt, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByText('Library RT', { exact: true }).waitFor();
    await desk.getByRole('button', { name: 'Runs' }).first().waitFor();
    for (const name of ['Collect now', 'Change', 'Remove', 'Add a source'])
      expect(await desk.getByRole('button', { name }).count()).toBe(0);
  });
});
