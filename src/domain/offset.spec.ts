import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { runs } from '../../test/support/property-runs.js';
import { HOUR, MINUTE } from './interval.js';
import { offsetAt } from './offset.js';

const ZONES = [
  'UTC',
  'America/Chicago',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/Nuuk',
  'Pacific/Apia',
  'Africa/Monrovia',
];
const at = (iso: string): number => DateTime.fromISO(iso).toMillis();

describe('offsetAt', () => {
  it.each([
    ['before the clocks go back', '2026-11-01T06:59:59.999Z', 'America/Chicago', -5],
    ['once they have gone back', '2026-11-01T07:00:00Z', 'America/Chicago', -6],
    ['before the clocks go forward', '2026-03-08T07:59:59.999Z', 'America/Chicago', -6],
    ['once they have gone forward', '2026-03-08T08:00:00Z', 'America/Chicago', -5],
    ['where the change is half an hour', '2026-10-03T15:30:00Z', 'Australia/Lord_Howe', 11],
    ['just before that change', '2026-10-03T15:29:59.999Z', 'Australia/Lord_Howe', 10.5],
    ['where a date was skipped', '2011-12-30T10:00:00Z', 'Pacific/Apia', 14],
    ['just before it was', '2011-12-30T09:59:59.999Z', 'Pacific/Apia', -10],
    ['before 1970', '1969-12-31T23:59:59.999Z', 'America/Chicago', -6],
  ])('is right %s', (_name, instant, zone, hours) => {
    expect(offsetAt(at(instant), zone)).toBe(hours * HOUR);
  });

  it('equals the platform’s calendar, for any instant, zone and order of calls', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: at('1970-01-01T00:00:00Z'), max: at('2199-12-31T00:00:00Z') }),
        fc.integer({ min: -30 * HOUR, max: 30 * HOUR }),
        (zone, instant, beside) => {
          for (const moment of [instant, instant + beside, instant]) {
            expect(offsetAt(moment, zone)).toBe(IANAZone.create(zone).offset(moment) * MINUTE);
          }
        },
      ),
      { numRuns: runs(2_000) },
    );
  });

  it('equals the platform’s calendar in every quarter of an hour of two years', () => {
    const step = 3 * HOUR;
    for (const zone of ZONES) {
      const iana = IANAZone.create(zone);
      let before = iana.offset(at('2026-01-01T00:00:00Z'));
      for (let start = at('2026-01-01T00:00:00Z'); start < at('2028-01-01T00:00:00Z'); start += step) {
        const after = iana.offset(start + step);
        // Reading the calendar is slow: when it gives the same offset three hours later, it was the same in
        // between.
        for (let instant = start; instant < start + step; instant += 15 * MINUTE) {
          const expected = before === after ? before : iana.offset(instant);
          if (offsetAt(instant, zone) !== expected * MINUTE)
            throw new Error(`${zone} at ${new Date(instant).toISOString()}`);
        }
        before = after;
      }
    }
  });

  it('refuses an unknown zone', () => {
    expect(() => offsetAt(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});
