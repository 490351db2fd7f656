import { eveningOf } from '../../ui/week-dates.js';
import {
  axisOf,
  bandsOf,
  clockChangeOf,
  cutByEvenings,
  minutesInto,
  placeItems,
  touching,
} from './layout.js';

const span = (startsAt: string, endsAt: string) => ({ startsAt, endsAt });
const late = span('2026-11-03T22:00:00-06:00', '2026-11-04T02:00:00-06:00');

describe('the board of a week', () => {
  it('shows a night with the evening in which it starts', () => {
    expect(eveningOf(late)).toBe('2026-11-03');
    expect(eveningOf(span('2026-11-04T00:00:00-06:00', '2026-11-04T02:00:00-06:00'))).toBe('2026-11-03');
    expect(eveningOf(span('2026-11-04T05:00:00-06:00', '2026-11-04T06:00:00-06:00'))).toBe('2026-11-04');
  });
  it('continues the wall clock past midnight', () => {
    expect(minutesInto('2026-11-03', late.endsAt)).toBe(26 * 60);
    expect(axisOf([late])).toEqual({ from: 22 * 60, to: 26 * 60 });
    expect(axisOf([])).toEqual({ from: 18 * 60, to: 24 * 60 });
  });
  it('draws overlapping shifts side by side, and others alone', () => {
    const early = span('2026-11-03T18:00:00-06:00', '2026-11-03T20:00:00-06:00');
    const beside = span('2026-11-03T23:00:00-06:00', '2026-11-04T01:00:00-06:00');
    const placed = placeItems('2026-11-03', [beside, late, early], axisOf([early, late]));
    expect(placed.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(placed[0]).toMatchObject({ top: 0, height: 0.25 });
    expect(placed[1]).toMatchObject({ top: 0.5, height: 0.5 });
  });
  it('gives a shift within the repeated hour a height', () => {
    const repeated = span('2026-11-01T01:30:00-05:00', '2026-11-01T01:15:00-06:00');
    expect(placeItems('2026-10-31', [repeated], { from: 0, to: 30 * 60 })[0]!.height).toBeGreaterThan(0);
  });
  it('names maintenance of a night outside of its hours, too, and draws what lies within them', () => {
    const axis = { from: 18 * 60, to: 28 * 60 };
    const morning = span('2026-10-31T10:30:00-05:00', '2026-10-31T12:00:00-05:00');
    const repeated = span('2026-11-01T01:00:00-05:00', '2026-11-01T01:00:00-06:00');
    const dawn = span('2026-11-01T05:00:00-06:00', '2026-11-01T06:00:00-06:00');
    const works = [morning, repeated, dawn];
    expect(touching('2026-10-31', works, 'America/Chicago')).toEqual([morning, repeated]);
    expect(touching('2026-11-01', works, 'America/Chicago')).toEqual([dawn]);
    expect(bandsOf('2026-10-31', works, axis, 'America/Chicago')).toEqual([
      { item: repeated, top: 0.7, height: expect.closeTo(0.05, 9) },
    ]);
    const jump = span('2027-03-14T01:30:00-06:00', '2027-03-14T03:30:00-05:00');
    expect(bandsOf('2027-03-13', [jump], axis, 'America/Chicago')).toEqual([
      { item: jump, top: 0.75, height: expect.closeTo(0.2, 9) },
    ]);
  });
  it('cuts shifts of a day or longer at each daybreak, also at clock changes', () => {
    const always = span('2026-10-30T00:00:00-05:00', '2026-11-02T12:00:00-06:00');
    const evenings = ['2026-10-31', '2026-11-01'];
    expect(cutByEvenings([always, late], evenings, 'America/Chicago')).toEqual([
      span('2026-10-31T05:00:00-05:00', '2026-11-01T05:00:00-06:00'),
      span('2026-11-01T05:00:00-06:00', '2026-11-02T05:00:00-06:00'),
      late,
    ]);
  });
  it('knows the nights of clock changes', () => {
    expect(clockChangeOf('2026-10-31', 'America/Chicago')).toBe(1);
    expect(clockChangeOf('2026-03-07', 'America/Chicago')).toBe(-1);
    expect(clockChangeOf('2026-11-03', 'America/Chicago')).toBe(0);
    expect(clockChangeOf('2026-04-04', 'Australia/Lord_Howe')).toBe(0.5);
  });
});
