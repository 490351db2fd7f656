import { ownCalendarStatus, type CalendarClaim } from './calendar-status.js';

const claim = (status: CalendarClaim['status'], cancelledFrom: string | null = null): CalendarClaim => ({
  status,
  cancelledFrom,
});

describe('a shift in the calendar of a person', () => {
  it.each<
    [
      string,
      'published' | 'cancelled',
      CalendarClaim[],
      ReturnType<typeof ownCalendarStatus>,
      ReturnType<typeof ownCalendarStatus>,
    ]
  >([
    // Without and with claims that wait.
    ['an approved claim', 'published', [claim('approved')], 'confirmed', 'confirmed'],
    ['a claim that waits', 'published', [claim('pending')], null, 'tentative'],
    ['a rejected claim', 'published', [claim('rejected')], null, 'cancelled'],
    ['a withdrawn claim', 'published', [claim('withdrawn')], null, 'cancelled'],
    ['a claim given up', 'published', [claim('cancelled')], 'cancelled', 'cancelled'],
    [
      'a shift cancelled with its approved claim',
      'cancelled',
      [claim('cancelled', 'approved')],
      'cancelled',
      'cancelled',
    ],
    [
      'a shift cancelled with a claim that waited',
      'cancelled',
      [claim('cancelled', 'pending')],
      null,
      'cancelled',
    ],
    [
      'a shift cancelled with a relief that waited',
      'cancelled',
      [claim('cancelled', 'relief')],
      null,
      'cancelled',
    ],
    [
      'a seat given up and claimed again',
      'published',
      [claim('cancelled'), claim('pending')],
      'cancelled',
      'tentative',
    ],
    [
      'a seat given up and approved again',
      'published',
      [claim('cancelled'), claim('approved')],
      'confirmed',
      'confirmed',
    ],
    [
      'a seat rejected and approved later',
      'published',
      [claim('rejected'), claim('approved')],
      'confirmed',
      'confirmed',
    ],
    ['no claim', 'published', [], null, null],
  ])('with %s', (_name, shift, claims, approvedOnly, withPending) => {
    expect(ownCalendarStatus(shift, claims, false)).toBe(approvedOnly);
    expect(ownCalendarStatus(shift, claims, true)).toBe(withPending);
  });
});
