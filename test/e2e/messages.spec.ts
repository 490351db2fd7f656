import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import { locationAndOperator, messagesFor, startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { startMailServer, subjectsOf, type MailServer } from '../support/mail.js';
import { assign } from '../support/assignments.js';
import type { Answer } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let mailed: MailedApp;
let mail: MailServer;
let app: TestApp;
let locationId: string;
let maya: MadeOperator;

beforeAll(async () => {
  mailed = await startMailedApp();
  ({ app, mail } = mailed);
});
beforeEach(async () => {
  ({ locationId, maya } = await locationAndOperator(mailed));
});
afterAll(() => mailed.close());

const emailOf = async ({ id }: MadeOperator): Promise<string> =>
  (await app.admin.get(`/operators/${id}`)).body.email;
const subjects = (): string[] => subjectsOf(mail);
async function claimed(overrides: object = {}): Promise<{ claimId: string; shiftId: string }> {
  const shift = await aShift(app, locationId, overrides);
  const { id } = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
  return { claimId: id, shiftId: shift.id };
}

describe('the operator of a decision', () => {
  it('is said to get e-mail when a mail server is configured', async () => {
    expect((await mailed.app.admin.get('/settings')).body.sendsMail).toBe(true);
    expect((await mailed.app.admin.patch('/settings', { sendsMail: false })).status).toBe(400);
  });

  it('gets a message about it, and none about what did not happen', async () => {
    const { claimId } = await claimed();
    await app.jobsDone();
    expect(mail.received).toEqual([]);
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    expect((await app.admin.post(`/claims/${claimId}/approve`)).status).toBe(409);
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toEqual([[await emailOf(maya)]]);
    expect(subjects()).toEqual(['You work: Tue 27 Oct, 20:00–00:00 CDT']);
    expect(mail.received[0]!.headers).toContain('From: Afterhours <lab@example.edu>');
    expect(mail.received[0]!.headers).toContain('Auto-Submitted: auto-generated');
    const [message] = await messagesFor(app, maya);
    expect(message).toMatchObject({ status: 'sent', attempts: 1, problem: null, sentAt: expect.any(String) });
    expect(mail.received[0]!.headers).toContain(`Message-ID: <${message.id}@example.edu>`);
  });

  it('gets one message about many', async () => {
    const ids: string[] = [];
    for (const day of [27, 28, 29]) {
      const span = { startsAt: `2026-10-${day}T20:00:00-05:00`, endsAt: `2026-10-${day}T22:00:00-05:00` };
      ids.push((await claimed(span)).claimId);
    }
    succeeded(await app.admin.post('/claims/approve', { claimIds: ids }));
    await app.jobsDone();
    expect(subjects()).toEqual(['3 of your shifts were decided']);
  });

  it('gets the reason, also for a cancelled and a moved shift', async () => {
    const first = await claimed();
    succeeded(await app.admin.post(`/claims/${first.claimId}/reject`, { reason: 'Exams\nfirst' }));
    const second = await claimed();
    succeeded(
      await app.admin.patch(`/shifts/${second.shiftId}`, {
        startsAt: '2026-10-27T21:00:00-05:00',
        endsAt: '2026-10-28T01:00:00-05:00',
      }),
    );
    succeeded(await app.admin.post(`/shifts/${second.shiftId}/cancel`, { reason: 'Power cut' }));
    await app.jobsDone();
    expect(subjects().sort()).toEqual([
      'Changed: your shift is now Tue 27 Oct, 21:00–01:00 CDT',
      'Not approved: Tue 27 Oct, 20:00–00:00 CDT',
      'You no longer work: Tue 27 Oct, 21:00–01:00 CDT',
    ]);
    const patched = await app.admin.patch(`/shifts/${(await aShift(app, locationId)).id}`, { seats: 2 });
    expect(patched.status).toBe(200);
    await app.jobsDone();
    expect(mail.received).toHaveLength(3);
  });

  it('gets no message about what they did themselves', async () => {
    const { shiftId, claimId } = await claimed();
    succeeded(await maya.client.post(`/claims/${claimId}/withdraw`));
    const assigned = await assign(app, shiftId, maya.id);
    await app.jobsDone();
    expect(mail.received).toHaveLength(1);
    succeeded(await maya.client.post(`/claims/${assigned.id}/drop-requests`, { reason: 'exam' }));
    await app.jobsDone();
    expect(mail.received).toHaveLength(1);
  });
});

describe('trades', () => {
  it('are sent to those who could take them, and to nobody else', async () => {
    const noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
    const away = await anOperator(app, { name: 'Ada Away', locationIds: [locationId] });
    succeeded(
      await away.client.post(`/operators/${away.id}/unavailability`, {
        kind: 'once',
        startsAt: '2026-10-27T18:00:00-05:00',
        endsAt: '2026-10-28T04:00:00-05:00',
        reason: 'travel',
      }),
    );
    const { id: claimId } = await assign(app, (await aShift(app, locationId)).id, maya.id);
    await app.jobsDone();
    mail.received.length = 0;
    const drop = succeeded(await maya.client.post(`/claims/${claimId}/drop-requests`, { reason: 'exam' }));
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to)).toEqual([[await emailOf(noor)]]);
    expect(await messagesFor(app, away)).toEqual([]);
    expect(subjects()).toContain('Maya asks: can you take Tue 27 Oct, 20:00–00:00 CDT?');
    mail.received.length = 0;
    succeeded(await noor.client.post(`/drop-requests/${drop.id}/take`));
    await app.jobsDone();
    expect(mail.received.map(({ to }) => to[0])).toEqual([await emailOf(maya)]);
    expect(subjects()).toEqual(['You no longer work: Tue 27 Oct, 20:00–00:00 CDT']);
  });

  it('are offered to the other side, whose answer is sent back', async () => {
    const noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
    const { id: claimId } = await assign(app, (await aShift(app, locationId)).id, maya.id);
    await app.jobsDone();
    mail.received.length = 0;
    const swap = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    succeeded(await noor.client.post(`/swaps/${swap.id}/decline`, { reason: 'Out of town' }));
    await app.jobsDone();
    expect(subjects().sort()).toEqual([
      'Maya offers you Tue 27 Oct, 20:00–00:00 CDT',
      'Noor declines your swap',
    ]);
  });
});

describe('a swap that a supervisor declines', () => {
  it('is reported to both as cancelled, without naming who did it', async () => {
    const noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
    const { id: claimId } = await assign(app, (await aShift(app, locationId)).id, maya.id);
    const swap = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id }));
    await app.jobsDone();
    mail.received.length = 0;
    succeeded(await app.admin.post(`/swaps/${swap.id}/decline`, { reason: 'Exams' }));
    await app.jobsDone();
    expect(subjects()).toEqual([1, 2].map(() => 'Called off: the swap of Tue 27 Oct, 20:00–00:00 CDT'));
  });
});

describe('a schedule', () => {
  it('is announced to those who work there when it is published, and again only for new shifts', async () => {
    const body = { locationId, startsOn: '2026-11-02', endsOn: '2026-11-08' };
    const { id } = succeeded(await app.admin.post('/schedules', body));
    const elsewhere = await anOperator(app, { locationIds: [(await aLocation(app)).id] });
    succeeded(
      await app.admin.post('/shifts', {
        locationId,
        seats: 1,
        startsAt: '2026-11-04T20:00:00-06:00',
        endsAt: '2026-11-04T23:00:00-06:00',
      }),
    );
    for (const _twice of [1, 2]) succeeded(await app.admin.post(`/schedules/${id}/publish`, {}));
    await app.jobsDone();
    const own = await messagesFor(app, maya);
    expect(own.map(({ kind }) => kind)).toEqual(['schedule-published']);
    expect(own[0].body).toContain('One shift is open');
    expect(await messagesFor(app, elsewhere)).toEqual([]);
  });
});

describe('the outbox', () => {
  const lastOf = async (who: MadeOperator): Promise<Answer['body']> => (await messagesFor(app, who))[0];

  it('tries again later when the server says so, and gives up when it refuses', async () => {
    mail.refuse = () => ({ code: 451, text: 'try later' });
    const { claimId } = await claimed();
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    await app.jobsDone();
    expect(await lastOf(maya)).toMatchObject({ status: 'waiting', attempts: 1, sentAt: null });
    expect((await lastOf(maya)).problem).toContain('try later');
    expect((await lastOf(maya)).nextAttemptAt).toBe('2026-10-26T17:05:00+00:00');
    mail.refuse = () => ({ code: 550, text: 'no such user' });
    app.clock.advance(5);
    await app.app.get(Jobs).enqueue('outbox', {});
    await app.jobsDone();
    const failed = await lastOf(maya);
    expect(failed).toMatchObject({ status: 'failed', attempts: 2, nextAttemptAt: null });
    mail.refuse = null;
    expect((await app.admin.post(`/messages/${failed.id}/retry`)).body).toMatchObject({ status: 'waiting' });
    await app.jobsDone();
    expect(await lastOf(maya)).toMatchObject({ status: 'sent', problem: null });
    expect((await app.admin.post(`/messages/${failed.id}/retry`)).body.code).toBe('MESSAGE_STATUS');
    expect(subjects()).toHaveLength(1);
  });

  it('keeps one bad address from holding up the others', async () => {
    const noor = await anOperator(app, { locationIds: [locationId] });
    const bad = await emailOf(maya);
    mail.refuse = (address) => (address === bad ? { code: 450, text: 'mailbox busy' } : null);
    const { id } = await aShift(app, locationId, { seats: 2 });
    await assign(app, id, maya.id);
    await assign(app, id, noor.id);
    await app.jobsDone();
    expect([(await lastOf(maya)).status, (await lastOf(noor)).status]).toEqual(['waiting', 'sent']);
  });

  it('sends nothing twice, with any number of senders', async () => {
    const other = await startApp({
      database: app.database,
      env: { SMTP_URL: mail.url, MAIL_FROM: 'lab@example.edu' },
    });
    const { id } = await aShift(app, locationId, { seats: 30 });
    const operators = await Promise.all(
      Array.from({ length: 30 }, () => anOperator(app, { locationIds: [locationId] })),
    );
    for (const operator of operators) await assign(app, id, operator.id);
    await Promise.all([app, other].map((one) => one.app.get(Jobs).enqueue('outbox', {})));
    await waitFor(() => Promise.resolve(mail.received.length >= 60));
    await app.jobsDone();
    await other.close();
    // Each person gets an invitation and an assignment.
    const ids = mail.received.map(({ headers }) => /Message-ID: (\S+)/.exec(headers)![1]);
    expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
  });

  it('is for admins only', async () => {
    const supervisor = (await aUser(app, 'supervisor', [locationId])).client;
    expect((await supervisor.get('/messages')).status).toBe(403);
    expect((await maya.client.get('/messages')).status).toBe(403);
  });
});

describe('without a mail server', () => {
  it('messages are kept for admins to read, and none is sent later', async () => {
    const silent = await startApp();
    const place = (await aLocation(silent)).id;
    const operator = await anOperator(silent, { locationIds: [place] });
    await assign(silent, (await aShift(silent, place)).id, operator.id);
    await silent.jobsDone();
    const [message] = (await silent.admin.get('/messages')).body.items;
    expect(message).toMatchObject({
      userId: operator.userId,
      status: 'kept',
      subject: 'You work: Tue 27 Oct, 20:00–00:00 CDT',
      problem: 'No mail server is set up.',
    });
    expect((await silent.admin.get(`/messages/${message.id}`)).body).toEqual(message);
    await silent.close();
  });

  it('an unreachable server postpones everything, and its password is shown to nobody', async () => {
    const gone = await startMailServer();
    await gone.close();
    const url = gone.url.replace('smtp://', 'smtp://lab:hunter2secret@');
    const away = await startApp({ env: { SMTP_URL: url, MAIL_FROM: 'lab@example.edu' } });
    const place = (await aLocation(away)).id;
    const operator = await anOperator(away, { locationIds: [place] });
    await assign(away, (await aShift(away, place)).id, operator.id);
    await away.jobsDone();
    const answer = await away.admin.get('/messages?status=waiting');
    const problems = answer.body.items.map(({ problem }: { problem: string | null }) => problem);
    expect(problems).toHaveLength(2);
    expect(problems).toContainEqual(expect.stringContaining('ECONNREFUSED'));
    expect(JSON.stringify(answer.body)).not.toContain('hunter2secret');
    await away.close();
  });
});
