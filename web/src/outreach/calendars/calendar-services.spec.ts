import { googleOf, outlookOf, webcalOf } from './calendar-services.js';

const URL = 'https://lab.example.edu/api/v1/calendars/s-ec_ret.ics';

describe('the way of a calendar into', () => {
  it.each([
    ['a program on the device', webcalOf(URL), 'webcal://lab.example.edu/api/v1/calendars/s-ec_ret.ics'],
    [
      'Google Calendar',
      googleOf(URL),
      'https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flab.example.edu%2Fapi%2Fv1%2Fcalendars%2Fs-ec_ret.ics',
    ],
    [
      'Outlook',
      outlookOf(URL, 'Main & Annex'),
      'https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Flab.example.edu%2Fapi%2Fv1%2Fcalendars%2Fs-ec_ret.ics&name=Main%20%26%20Annex',
    ],
  ])('%s', (_name, address, expected) => expect(address).toBe(expected));
});
