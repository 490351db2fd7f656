import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { anEscalatedRequest, ticketsDone } from '../support/escalations.js';
import { aLocation, aUser } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { littlePatience } from '../support/patience.js';
import { aPush, aPusher } from '../support/pushes.js';
import { aSource, collected, trackerSettings, trackerTime } from '../support/sources.js';
import type { TestApp } from '../support/app.js';
import type { HttpClient } from '../support/http-client.js';

describe('the ticket of an escalated request', () => {
  let tracker: FakeRequestTracker;
  const given = browserApp(async () => {
    littlePatience();
    tracker = await FakeRequestTracker.start();
    return { PRIVATE_HOSTS: tracker.host };
  });
  let app: TestApp;
  let lab: string;
  let sourceId: string;
  let supervisor: HttpClient;
  let campusIt: HttpClient;
  beforeAll(async () => {
    ({ app } = given);
    tracker.now = () => trackerTime(app);
    tracker.open('2026-10-26T14:00:00Z');
    lab = (await aLocation(app, { name: 'Main Lab' })).id;
    const settings = trackerSettings(tracker);
    ({ id: sourceId } = await aSource(app, tracker, { name: 'Campus RT', locationId: lab, settings }));
    supervisor = (await aUser(app, 'supervisor', [lab])).client;
    campusIt = (await aUser(app, 'campus_it', [lab])).client;
  }, 120_000);
  afterAll(() => tracker.stop());

  it('is opened once a supervisor said where, and for which labs', async () => {
    const desk = await given.open(supervisor, { viewport: DESK });
    await desk.goto('/sources');
    await desk.getByRole('button', { name: 'Change', exact: true }).click();
    await desk.getByLabel('Open tickets for escalated requests in').selectOption('Campus IT');
    await screenshot(desk, 'source-opens-tickets');
    await desk.getByRole('button', { name: 'Check and save' }).click();
    await desk.getByText('Opens no tickets yet for escalated requests.').waitFor();
    await desk.getByRole('button', { name: 'Choose locations' }).click();
    await desk.getByRole('checkbox', { name: 'Main Lab' }).check();
    await screenshot(desk, 'source-escalations');
    await desk.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await desk.getByText('Opens tickets for what is escalated at: Main Lab').waitFor();
    await app.jobsDone();
  });

  it('is shown with the request, with what becomes of it', async () => {
    const request = await anEscalatedRequest(app, lab, { workstation: 'PC-07' });
    const phone = await given.open(campusIt, { viewport: PHONE });
    await phone.goto(`/requests/${request.id}`);
    await phone.getByText(/is opened at/).waitFor();
    await ticketsDone(app);
    await phone.reload();
    await phone.getByRole('link', { name: 'Ticket 2 in Campus RT' }).waitFor();
    await screenshot(phone, 'request-ticket-phone');
    app.clock.advance(20);
    tracker.resolve(2, trackerTime(app));
    await collected(app, sourceId);
    await phone.reload();
    await phone.getByText('Campus RT resolved it').waitFor();
    await phone.getByText(/resolved there/).waitFor();
  });

  it('that is not there is told in words, and can be tried again', async () => {
    tracker.hook = ({ body }, response) => {
      if (body === '') return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'No permission to create tickets in the queue Campus IT' }));
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    const desk = await given.open(campusIt, { viewport: DESK, colorScheme: 'dark' });
    await desk.goto(`/requests/${request.id}`);
    await desk.getByText('No ticket in Campus RT yet').waitFor();
    await desk.getByText(/No permission to create tickets/).waitFor();
    await screenshot(desk, 'request-ticket-missing');
    tracker.hook = () => undefined;
    await desk.getByRole('button', { name: 'Try now' }).click();
    await desk.getByText('The ticket is opened in a moment.').waitFor();
    await app.jobsDone();
    await desk.reload();
    await desk.getByRole('link', { name: 'Ticket 3 in Campus RT' }).waitFor();
  });

  it('is opened for a request that the desk has in another system, too', async () => {
    const pusher = await aPusher(app, { name: 'Desk tickets', locationId: lab });
    const openedAt = new Date(app.clock.now() - 600_000).toISOString();
    await pusher.sent(
      aPush('4711', { openedAt, title: 'The sound is bad', externalUrl: 'https://desk.example.edu/4711' }),
    );
    const phone = await given.open(supervisor, { viewport: PHONE });
    await phone.goto('/requests?words=sound');
    const card = phone.getByRole('listitem').filter({ hasText: 'The sound is bad' });
    await card.getByRole('link', { name: 'Open in Desk tickets' }).waitFor();
    await screenshot(phone, 'collected-request-card-phone');
    await card.getByRole('button', { name: 'Hand to Campus IT', exact: true }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByLabel('What was tried, and what is needed').fill('Another headset.');
    expect(await dialog.getByLabel('What is wrong').count()).toBe(0);
    await screenshot(phone, 'collected-request-escalate-phone');
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await dialog.waitFor({ state: 'detached' });
    await card.getByText('Campus IT').waitFor();
    await ticketsDone(app);
    await card.getByRole('link', { name: 'The sound is bad' }).click();
    await phone.getByRole('link', { name: 'Ticket 4 in Campus RT' }).waitFor();
    await phone.getByRole('button', { name: 'Give back to the library' }).waitFor();
    await phone.getByRole('link', { name: 'Open in Desk tickets' }).waitFor();
    expect(await phone.getByRole('button', { name: 'Resolve', exact: true }).count()).toBe(0);
    await screenshot(phone, 'collected-request-handed-over-phone');
  });
});
