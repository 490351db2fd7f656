import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { browserApp } from '../support/browser-app.js';
import { DESK, PHONE, screenshot } from '../support/browser.js';
import { calendarOf, eventOf } from '../support/calendars.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';

const at = (name: string, time: string): string => `${name};TZID=America/Chicago:2026${time}00`;
const CALENDAR = calendarOf(
  eventOf(
    'SUMMARY:CHEM 101',
    at('DTSTART', '1026T1230'),
    at('DTEND', '1026T1320'),
    'RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261211',
    'EXDATE;TZID=America/Chicago:20261131T123000',
  ),
  eventOf(
    'SUMMARY:Choir',
    at('DTSTART', '1030T1800'),
    at('DTEND', '1030T1915'),
    'RRULE:FREQ=WEEKLY',
    'TRANSP:TRANSPARENT',
  ),
  eventOf('SUMMARY:Night lab', at('DTSTART', '1105T2200'), at('DTEND', '1106T0100')),
  eventOf('SUMMARY:Field trip', 'DTSTART:20261113', 'DTEND:20261115'),
  eventOf('SUMMARY:Cancelled seminar', at('DTSTART', '1103T0900'), 'DURATION:PT1H', 'STATUS:CANCELLED'),
);
const CHEMISTRY = 'CHEM 101 Mon Wed Fri 12:30–13:20, 26 Oct to 11 Dec, 21 times';
const CHOIR = /^Choir Fri 18:00–19:15, 30 Oct to 18 Dec, 8 times/;

describe('a class timetable', () => {
  const given = browserApp();
  const { open } = given;
  let app: TestApp;
  let noor: MadeOperator;
  beforeAll(async () => {
    ({ app } = given);
    succeeded(
      await app.admin.post('/terms', { name: 'Autumn', startsOn: '2026-08-24', endsOn: '2026-12-18' }),
    );
    await aShift(app, (await aLocation(app)).id, {
      startsAt: '2026-10-30T18:00:00-05:00',
      endsAt: '2026-10-30T20:00:00-05:00',
    });
  }, 120_000);
  beforeEach(async () => (noor = await anOperator(app, { name: 'Noor Haddad' })));

  const choose = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('button', { name: /Upload a timetable|Replace it/ }).waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'classes.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
  };
  const kept = async (): Promise<string[]> => {
    const { body } = await noor.client.get(`/operators/${noor.id}/timetable`);
    return (body.understood as { title: string }[]).map(({ title }) => title);
  };

  it('is shown line by line before it is stored, and then forbids a claim at the same time', async () => {
    const phone = await open(noor.client, { viewport: PHONE });
    await phone.goto('/availability');
    await choose(phone, CALENDAR);
    await phone.getByRole('checkbox', { name: CHEMISTRY }).waitFor();
    for (const line of [
      CHOIR,
      'Night lab Thu 5 Nov, 22:00–01:00 next day',
      'Field trip Fri 13 Nov, 2 whole days',
    ])
      expect(await phone.getByRole('checkbox', { name: line }).isChecked()).toBe(true);
    await phone.getByText('“20261131T123000” is not a date or time that exists').waitFor();
    await phone.getByText('Your calendar marks this as free, as course calendars often do.').waitFor();
    await phone.getByText('This event is cancelled.').waitFor();
    await screenshot(phone, 'timetable-phone');
    expect((await noor.client.get(`/operators/${noor.id}/timetable`)).status).toBe(404);
    await phone.getByRole('button', { name: 'Keep it' }).click();
    await phone.getByText('Shifts during these classes cannot be claimed.').waitFor();
    await screenshot(phone, 'timetable-kept-phone');
    await phone.goto('/open-shifts');
    await phone.getByText('This overlaps a class, Fri 30 Oct, 18:00–19:15.').waitFor();
    expect(await phone.getByRole('button', { name: 'Claim Fri 30 Oct, 18:00–20:00' }).count()).toBe(0);
  });

  it('is stored without the unticked lines, also with the keyboard, and shows them as left out', async () => {
    const desk = await open(noor.client, { viewport: DESK });
    await desk.goto('/availability');
    await choose(desk, CALENDAR);
    await desk.getByRole('heading', { name: 'What was understood' }).waitFor();
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Space');
    expect(await desk.getByRole('checkbox', { name: CHOIR }).isChecked()).toBe(false);
    await desk.getByText('3 of 4 entries are ticked.').waitFor();
    await screenshot(desk, 'timetable-desk');
    await desk.evaluate(axe.source);
    expect(
      await desk.evaluate<string[]>(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id }) => id))`,
      ),
    ).toEqual([]);
    await desk.getByRole('button', { name: 'Keep it' }).click();
    await desk.getByText('One entry that you left out:').waitFor();
    await screenshot(desk, 'timetable-kept-desk');
    expect(await kept()).toEqual(['CHEM 101', 'Night lab', 'Field trip']);
    await desk.goto('/open-shifts');
    await desk.getByRole('button', { name: 'Claim Fri 30 Oct, 18:00–20:00' }).waitFor();
  });

  it('cannot be stored without a ticked line, and can again once one is ticked', async () => {
    const phone = await open(noor.client, { viewport: PHONE });
    await phone.goto('/availability');
    await choose(phone, CALENDAR);
    const lines = phone.getByRole('checkbox');
    await lines.first().waitFor();
    for (const line of await lines.all()) await line.uncheck();
    await phone.getByText('No entry is ticked.').waitFor();
    expect(await phone.getByRole('button', { name: 'Keep it' }).isDisabled()).toBe(true);
    await phone.getByRole('checkbox', { name: CHEMISTRY }).check();
    await phone.getByRole('button', { name: 'Keep it' }).click();
    await phone.getByText('3 entries that you left out:').waitFor();
    expect(await kept()).toEqual(['CHEM 101']);
  });

  it('that cannot be read is refused with the reason, and the one before stays', async () => {
    succeeded(
      await noor.client.send('POST', `/operators/${noor.id}/timetable`, CALENDAR, {
        'content-type': 'text/calendar',
      }),
    );
    const phone = await open(noor.client, { viewport: PHONE });
    await phone.goto('/availability');
    await choose(phone, calendarOf(eventOf('SUMMARY:Thesis')));
    await phone.getByText('so nothing was changed. Line 3: This event has no start.').waitFor();
    await phone.getByText('CHEM 101').waitFor();
    await screenshot(phone, 'timetable-refused-phone');
    expect(await kept()).toHaveLength(4);
  });
});
