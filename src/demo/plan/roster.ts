import { HOUR, overlaps, type Span } from '../../domain/interval.js';
import { addDays, startOfWeek, weekdayOf, type LocalDate } from '../../domain/local-date.js';
import { instantOf, occurrenceOn } from '../../domain/recurrence.js';
import { hoursWithin, weeksTouched, type WeekCalendar } from '../../domain/week-calendar.js';
import { datesOf, weekOf, type Autumn } from './calendar.js';
import { claimOf, type Fate, type PlannedClaim } from './claims.js';
import { SeededRandom } from './seeded-random.js';
import { hoursOn, LAB_KEYS, ZONE, type Lab } from './labs.js';
import { JONAS, MAYA, OPERATORS } from './people.js';

export interface PlannedShift extends Span {
  lab: Lab;
  /** The local date on which it starts. */
  date: LocalDate;
  seats: number;
  publishedAt: number;
  claims: PlannedClaim[];
}

/** When an operator is at the desk. */
export interface Presence extends Span {
  operator: number;
}

export const CALENDAR: WeekCalendar = { zone: ZONE, weekStartsOn: 1 };
const REST = 8 * HOUR;
/** The shifts of a week are published on the Thursday eleven days before it. */
const PUBLISHED_DAYS_BEFORE = 11;
/** The share of a week's seats that somebody takes and keeps. It grows as the pilot becomes known. */
const KEPT_SEATS = [0.78, 0.85, 0.9, 0.93, 0.95, 0.95, 0.94, 0.9];
/** Of the seats that nobody keeps: the share that somebody had taken first. */
const LAPSED = 0.5;
/** Works in the night in which the clocks go back. */
const SAMIR = 20;

/** The pilot's shifts and everything that happens to them, as they stand on `day`. */
export function planRoster(autumn: Autumn, day: LocalDate): PlannedShift[] {
  const shifts = planShifts(autumn);
  const roster = new Roster(new SeededRandom('roster'));
  tellStories(roster, shifts, autumn, day);
  for (const shift of shifts) {
    const kept = KEPT_SEATS[weekOf(autumn.pilot, shift.date) - 1]!;
    for (let seat = shift.claims.length; seat < shift.seats; seat++) roster.fillSeat(shift, kept);
  }
  return shifts;
}

function planShifts(autumn: Autumn): PlannedShift[] {
  return datesOf(autumn.pilot)
    .flatMap((date) => LAB_KEYS.flatMap((lab) => shiftsOn(autumn, lab, date)))
    .sort((a, b) => a.start - b.start);
}

function shiftsOn(autumn: Autumn, lab: Lab, date: LocalDate): PlannedShift[] {
  const published = addDays(startOfWeek(date, CALENDAR.weekStartsOn), -PUBLISHED_DAYS_BEFORE);
  const publishedAt = instantOf(published, '14:00', ZONE, 'first');
  return hoursOn(autumn, lab, date)
    .flatMap((one) => one.shifts)
    .map((shift) => {
      const { start, end } = occurrenceOn(date, shift, ZONE)!;
      return { lab, date, start, end, seats: shift.seats, publishedAt, claims: [] };
    });
}

/**
 * Keeps who works when. Nobody works beyond their cap, two shifts at once, or where and when they do not
 * work.
 */
class Roster {
  private readonly spans = OPERATORS.map((): Span[] => []);
  private readonly leftOpen = new Set<PlannedShift>();

  constructor(private readonly dice: SeededRandom) {}

  put(operator: number, shift: PlannedShift, overrides: Partial<PlannedClaim> = {}): void {
    this.spans[operator]!.push(shift);
    shift.claims.push({ ...claimOf(shift, operator, this.dice), ...overrides });
  }

  leaveOneOpen(shift: PlannedShift): void {
    this.leftOpen.add(shift);
  }

  /** Mostly with a claim that is kept, sometimes with one that is not, sometimes with none. */
  fillSeat(shift: PlannedShift, kept: number): void {
    const operator = this.choose(shift);
    const fate = this.fateOf(kept);
    const stays = this.leftOpen.has(shift) && shift.claims.length === shift.seats - 1;
    if (operator === null || fate === null || stays) return;
    this.spans[operator]!.push(shift);
    shift.claims.push(claimOf(shift, operator, this.dice, fate));
  }

  private fateOf(kept: number): Fate | null {
    if (this.dice.chance(kept)) return 'approved';
    if (!this.dice.chance(LAPSED)) return null;
    return this.dice.weighted({ withdrawn: 3, rejected: 2, cancelled: 3 });
  }

  /** Mostly the operator with the most hours still free in that week. */
  private choose(shift: PlannedShift): number | null {
    const weeks = weeksTouched(shift, CALENDAR);
    let best: { operator: number; load: number } | null = null;
    for (const [operator, { weeklyHourCap }] of OPERATORS.entries()) {
      if (!this.isFree(operator, shift)) continue;
      const spans = [...this.spans[operator]!, shift];
      const hours = Math.max(...weeks.map((week) => hoursWithin(spans, week.span)));
      const load = hours / weeklyHourCap + this.dice.between(0, 0.5);
      if (hours <= weeklyHourCap && (!best || load < best.load)) best = { operator, load };
    }
    return best?.operator ?? null;
  }

  private isFree(operator: number, shift: PlannedShift): boolean {
    const { labs, busy } = OPERATORS[operator]!;
    const rested = { start: shift.start - REST, end: shift.end + REST };
    return (
      labs.includes(shift.lab) &&
      !busy.includes(weekdayOf(shift.date)) &&
      !this.spans[operator]!.some((span) => overlaps(span, rested))
    );
  }
}

/**
 * Seats that the demo needs for its examples, independent of chance. The other seats are filled afterwards.
 */
function tellStories(roster: Roster, shifts: PlannedShift[], autumn: Autumn, day: LocalDate): void {
  const atMain = shifts.filter((shift) => shift.lab === 'main');
  const fitsJonas = (shift: PlannedShift): boolean =>
    !OPERATORS[JONAS]!.busy.includes(weekdayOf(shift.date)) && shift.seats === 2;

  const tonight = atMain.find((shift) => shift.date >= day)!;
  roster.put(MAYA, tonight);
  roster.leaveOneOpen(atMain.find((shift) => shift.date >= day && shift.seats === 2 && shift !== tonight)!);

  const missed = atMain.findLast((shift) => shift.date <= addDays(day, -2) && fitsJonas(shift))!;
  roster.put(JONAS, missed, { attendance: 'no-show' });
  const hopedFor = atMain.find((shift) => shift.date >= addDays(day, 2) && fitsJonas(shift))!;
  const claimedAt = instantOf(addDays(day, -1), '20:15', ZONE, 'first');
  roster.put(JONAS, hopedFor, { claimedAt, decidedAt: instantOf(day, '10:20', ZONE, 'first') });

  const longNight = shifts.find(
    (shift) => shift.date === addDays(autumn.clockChange, -1) && shift.end - shift.start === 9 * HOUR,
  );
  if (longNight) roster.put(SAMIR, longNight);
}

/** When somebody was at a lab's desk, one span each. */
export const presenceAt = (shifts: readonly PlannedShift[], lab: Lab): Presence[] =>
  shifts
    .filter((shift) => shift.lab === lab)
    .flatMap((shift) =>
      shift.claims.flatMap(({ operator, fate, attendance }) =>
        fate === 'approved' && attendance !== 'no-show'
          ? [{ operator, start: attendance.checkedInAt, end: attendance.checkedOutAt ?? shift.end }]
          : [],
      ),
    );
