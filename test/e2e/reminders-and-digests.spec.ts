import { Jobs } from '../../src/platform/jobs/jobs.js';
import type { TestApp } from '../support/app.js';
import {
  anOperator,
  aShift,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import { locationAndOperator, messagesFor, startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { subjectsOf, type MailServer } from '../support/mail.js';
import { assign } from '../support/assignments.js';

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

const subjects = (): string[] => subjectsOf(mail);
async function told(): Promise<void> {
  await app.app.get(Jobs).enqueue('telling', {});
  await app.jobsDone();
}
async function reminded(): Promise<void> {
  await app.app.get(Jobs).enqueue('reminding', {});
  await app.jobsDone();
}
/** The subjects of their reminders, newest first. */
async function remindersOf({ userId }: MadeOperator, status = 'sent'): Promise<string[]> {
  const rows = await app.database.query<{ subject: string }>(
    `SELECT subject FROM messages WHERE user_id = $1 AND kind = 'shift-reminder' AND status = $2 ORDER BY id DESC`,
    [userId, status],
  );
  return rows.map(({ subject }) => subject);
}
async function claimed(overrides: object = {}): Promise<{ claimId: string; shiftId: string }> {
  const shift = await aShift(app, locationId, overrides);
  const { id } = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
  return { claimId: id, shiftId: shift.id };
}

describe('a reminder', () => {
  it('is sent a day before, once, and again when the shift is moved', async () => {
    const { claimId, shiftId } = await claimed({
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T23:00:00-05:00',
    });
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    await app.jobsDone();
    mail.received.length = 0;
    const remindedAt = async (iso: string): Promise<string[]> => {
      app.clock.set(iso);
      await reminded();
      return (await remindersOf(maya)).reverse();
    };
    expect(await remindedAt('2026-10-28T19:59:00-05:00')).toEqual([]);
    expect(await remindedAt('2026-10-28T20:00:00-05:00')).toEqual(['Reminder: Thu 29 Oct, 20:00–23:00 CDT']);
    expect(await remindedAt('2026-10-28T20:05:00-05:00')).toHaveLength(1);
    succeeded(
      await app.admin.patch(`/shifts/${shiftId}`, {
        startsAt: '2026-10-30T20:00:00-05:00',
        endsAt: '2026-10-30T23:00:00-05:00',
      }),
    );
    expect(await remindedAt('2026-10-28T20:10:00-05:00')).toHaveLength(1);
    expect((await remindedAt('2026-10-29T20:00:00-05:00'))[1]).toBe('Reminder: Fri 30 Oct, 20:00–23:00 CDT');
    expect(await remindedAt('2026-10-30T17:59:00-05:00')).toHaveLength(2);
    expect((await remindedAt('2026-10-30T18:00:00-05:00'))[2]).toBe('Soon: Fri 30 Oct, 20:00–23:00 CDT');
    expect(await remindedAt('2026-10-30T18:01:00-05:00')).toHaveLength(3);
  });

  it.each([
    // The clocks go back at 02:00, and forward at 02:00.
    ['in autumn', '2026-11-01T02:30:00-06:00', '2026-10-31T03:30:00-05:00', '2026-11-01T01:30:00-05:00'],
    ['in spring', '2027-03-14T03:30:00-05:00', '2027-03-13T02:30:00-06:00', '2027-03-14T00:30:00-06:00'],
  ])(
    'is sent 24 and 2 real hours before, in the night of the clock change %s',
    async (_season, startsAt, day, soon) => {
      const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
      await assign(app, (await aShift(app, locationId, { startsAt, endsAt })).id, maya.id);
      await app.database.query(`UPDATE claims SET decided_at = $2 WHERE operator_id = $1`, [
        maya.id,
        new Date(Date.parse(startsAt) - 30 * 3_600_000),
      ]);
      const toldAt = async (iso: string, later: number): Promise<string[]> => {
        app.clock.set(new Date(Date.parse(iso) + later).toISOString());
        await reminded();
        return (await remindersOf(maya)).map((subject) => subject.split(':')[0]!);
      };
      expect(await toldAt(day, -1000)).toEqual([]);
      expect(await toldAt(day, 0)).toEqual(['Reminder']);
      expect(await toldAt(soon, -1000)).toEqual(['Reminder']);
      expect(await toldAt(soon, 0)).toEqual(['Soon', 'Reminder']);
    },
  );

  it('is one, not two at once, after the server was away', async () => {
    const { claimId } = await claimed({
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T23:00:00-05:00',
    });
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    app.clock.set('2026-10-29T18:30:00-05:00');
    await reminded();
    expect(await remindersOf(maya)).toEqual(['Soon: Thu 29 Oct, 20:00–23:00 CDT']);
  });

  it('is not sent of a shift that was given up, moved or begun while it waited to be sent', async () => {
    const claims = [];
    for (const hour of [16, 18, 19]) {
      const shift = await aShift(app, locationId, {
        startsAt: `2026-10-29T${hour}:00:00-05:00`,
        endsAt: `2026-10-29T${hour}:30:00-05:00`,
      });
      claims.push(await assign(app, shift.id, maya.id));
    }
    await app.jobsDone();
    mail.received.length = 0;
    mail.refuse = () => ({ code: 451, text: 'Busy, try later' });
    app.clock.set('2026-10-28T20:00:00-05:00');
    await reminded();
    succeeded(await app.admin.post(`/claims/${claims[0]!.id}/cancel`, { reason: 'ill' }));
    const moved = { startsAt: '2026-10-29T22:00:00-05:00', endsAt: '2026-10-29T22:30:00-05:00' };
    succeeded(await app.admin.patch(`/shifts/${claims[1]!.shiftId}`, moved));
    await app.jobsDone();
    mail.refuse = null;
    app.clock.set('2026-10-28T20:06:00-05:00');
    await app.app.get(Jobs).enqueue('outbox', {});
    await app.jobsDone();
    expect(await remindersOf(maya)).toEqual(['Reminder: Thu 29 Oct, 19:00–19:30 CDT']);
    const dropped = (await messagesFor(app, maya)).filter(({ status }) => status === 'failed');
    expect(dropped.map(({ problem }) => problem)).toEqual(
      Array(2).fill('The shift was given up, moved or cancelled, or it has begun.'),
    );
  });

  it('counts 24 real hours over the clock change, and is not sent for claims decided within them', async () => {
    const night = { startsAt: '2026-11-01T01:30:00-06:00', endsAt: '2026-11-01T06:00:00-06:00' };
    const { claimId } = await claimed(night);
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    app.clock.set('2026-10-31T02:29:00-05:00');
    await reminded();
    expect(await remindersOf(maya)).toEqual([]);
    app.clock.set('2026-10-31T02:30:00-05:00');
    const late = await anOperator(app, { locationIds: [locationId] });
    app.clock.set('2026-10-31T02:31:00-05:00');
    await assign(app, (await aShift(app, locationId, night)).id, late.id);
    await reminded();
    expect(await remindersOf(maya)).toEqual(['Reminder: Sun 1 Nov, 01:30–06:00 CST']);
    expect(await remindersOf(late)).toEqual([]);
  });

  it('that was put before an upgrade is sent, though it does not name its claim', async () => {
    const { claimId } = await claimed({
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-29T23:00:00-05:00',
    });
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    mail.refuse = () => ({ code: 451, text: 'Busy, try later' });
    app.clock.set('2026-10-28T20:00:00-05:00');
    await reminded();
    await app.database.query(
      `UPDATE messages SET facts = facts - 'claimId' - 'hoursAhead' WHERE kind = 'shift-reminder' AND user_id = $1`,
      [maya.userId],
    );
    mail.refuse = null;
    app.clock.set('2026-10-28T20:06:00-05:00');
    await app.app.get(Jobs).enqueue('outbox', {});
    await app.jobsDone();
    expect(await remindersOf(maya)).toEqual(['Reminder: Thu 29 Oct, 20:00–23:00 CDT']);
  });
});

describe('a digest of gaps', () => {
  const digests = (): string[] => subjects().filter((subject) => subject.includes('coverage gap'));

  it('is sent to supervisors for urgent gaps once they have settled, for others in the morning, each gap once', async () => {
    const { name } = (await app.admin.get(`/locations/${locationId}`)).body;
    await aUser(app, 'supervisor', [locationId]);
    app.clock.set('2026-10-26T06:00:00-05:00');
    await coverageHours(app, locationId, { weekdays: [1, 5], effectiveTo: '2026-10-30' });
    succeeded(await app.admin.post('/coverage/scans'));
    await told();
    expect(digests()).toEqual([]);
    app.clock.set('2026-10-26T06:10:00-05:00');
    await told();
    expect(digests()).toEqual([`${name}: 1 coverage gap to fill`]);
    expect(mail.received.at(-1)!.body).toContain('Mon 26 Oct');
    app.clock.set('2026-10-26T08:00:00-05:00');
    for (const _twice of [1, 2]) await told();
    expect(digests()).toHaveLength(2);
    expect(mail.received.at(-1)!.body).toContain('Fri 30 Oct');
  });

  it('leaves out a gap that closed meanwhile, and includes one that reopens', async () => {
    await aUser(app, 'supervisor', [locationId]);
    await coverageHours(app, locationId, { weekdays: [2], effectiveTo: '2026-10-27' });
    succeeded(await app.admin.post('/coverage/scans'));
    const { id: claimId } = await assign(
      app,
      (await aShift(app, locationId, { endsAt: '2026-10-28T02:00:00-05:00' })).id,
      maya.id,
    );
    succeeded(await app.admin.post('/coverage/scans'));
    app.clock.set('2026-10-26T12:30:00-05:00');
    await told();
    expect(digests()).toEqual([]);
    succeeded(await app.admin.post(`/claims/${claimId}/cancel`, { reason: 'ill' }));
    succeeded(await app.admin.post('/coverage/scans'));
    app.clock.set('2026-10-26T12:45:00-05:00');
    for (const _twice of [1, 2]) await told();
    expect(digests()).toHaveLength(1);
  });

  it('includes a gap again when it has grown', async () => {
    await aUser(app, 'supervisor', [locationId]);
    await coverageHours(app, locationId, { weekdays: [2], required: 2, effectiveTo: '2026-10-27' });
    const { id: claimId } = await assign(
      app,
      (await aShift(app, locationId, { endsAt: '2026-10-28T02:00:00-05:00' })).id,
      maya.id,
    );
    succeeded(await app.admin.post('/coverage/scans'));
    app.clock.set('2026-10-26T12:30:00-05:00');
    await told();
    expect(digests()).toHaveLength(1);
    succeeded(await app.admin.post(`/claims/${claimId}/cancel`, { reason: 'ill' }));
    succeeded(await app.admin.post('/coverage/scans'));
    await told();
    expect(digests()).toHaveLength(1);
    app.clock.set('2026-10-26T12:45:00-05:00');
    for (const _twice of [1, 2]) await told();
    expect(digests()).toHaveLength(2);
    expect(mail.received.at(-1)!.body).toContain('2 of 2 missing');
  });

  it('is sent to the admins for a location without supervisors', async () => {
    await coverageHours(app, locationId, { weekdays: [2], effectiveTo: '2026-10-27' });
    succeeded(await app.admin.post('/coverage/scans'));
    app.clock.set('2026-10-26T12:30:00-05:00');
    await told();
    expect(mail.received.flatMap(({ to }) => to)).toContain('admin@example.edu');
  });
});
