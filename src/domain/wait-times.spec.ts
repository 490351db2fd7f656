import fc from 'fast-check';
import { MINUTE } from './interval.js';
import { isWaitUnknown, LONGEST_WAIT_MINUTES, statedTimes } from './wait-times.js';

const at = (time: string): number => Date.parse(`2026-11-02T${time}-06:00`);

describe('the times of a stated wait', () => {
  it.each([
    ['written down while helping', '22:15', '22:15', 15, ['22:00', '22:15']],
    ['with nothing but when it was written down', '22:15', null, 15, ['22:00', '22:15']],
    ['with both times, as they were', '22:00', '22:15', 15, ['22:00', '22:15']],
    ['with times that were rounded', '22:00:40', '22:15', 15, ['22:00', '22:15']],
    ['without any wait', '22:15', '22:15', 0, ['22:15', '22:15']],
    ['with times of no wait and none stated', '22:14:30', '22:15', 0, ['22:15', '22:15']],
    ['over midnight', '00:05', null, 30, ['23:35', '00:05']],
  ])('%s', (_name, opened, answered, minutes, [came, helped]) => {
    const day = opened.startsWith('00') ? '2026-11-03' : '2026-11-02';
    const instant = (time: string, date = day): number => Date.parse(`${date}T${time}-06:00`);
    expect(statedTimes(instant(opened), answered === null ? null : instant(answered), minutes)).toEqual({
      openedAt: instant(came!, '2026-11-02'),
      firstResponseAt: instant(helped!),
    });
  });

  it('are minutes of real time in the nights of 23 and 25 hours', () => {
    const spring = Date.parse('2027-03-14T03:10-05:00');
    expect(statedTimes(spring, null, 30)!.openedAt).toBe(Date.parse('2027-03-14T01:40-06:00'));
    const autumn = Date.parse('2026-11-01T01:10-06:00');
    expect(statedTimes(autumn, null, 30)!.openedAt).toBe(Date.parse('2026-11-01T01:40-05:00'));
  });

  it('are null when the given times contradict the wait', () => {
    expect(statedTimes(at('22:00'), at('22:10'), 30)).toBeNull();
    expect(statedTimes(at('22:00'), at('22:10'), 0)).toBeNull();
    expect(statedTimes(at('22:10'), at('22:00'), 10)).toBeNull();
  });

  it('differ by the stated minutes, and stating the wait again changes nothing', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 41), fc.nat(LONGEST_WAIT_MINUTES), (opened, minutes) => {
        const once = statedTimes(opened, null, minutes)!;
        expect(once.firstResponseAt - once.openedAt).toBe(minutes * MINUTE);
        expect(statedTimes(once.openedAt, once.firstResponseAt, minutes)).toEqual(once);
      }),
    );
  });
});

describe('a wait is unknown', () => {
  const [opened, later] = [at('22:00'), at('22:10')];
  it.each([
    ['of what was written down while helping', opened, null, true, true],
    ['but not with a stated one', opened, 5, true, false],
    ['but not with none stated', opened, 0, true, false],
    ['but not where the times were measured', later, null, true, false],
    ['but not of another system, which has its own times', opened, null, false, false],
  ])('%s', (_name, firstResponseAt, waitedMinutes, isLogged, expected) => {
    expect(isWaitUnknown({ openedAt: opened, firstResponseAt, waitedMinutes, isLogged })).toBe(expected);
  });

  it('but not before an answer', () => {
    const unanswered = { openedAt: opened, firstResponseAt: null, waitedMinutes: null, isLogged: true };
    expect(isWaitUnknown(unanswered)).toBe(false);
  });
});
