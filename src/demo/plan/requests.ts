import { HOUR, MINUTE, type Span } from '../../domain/interval.js';
import type { LocalDate } from '../../domain/local-date.js';
import { offsetAt } from '../../domain/offset.js';
import { instantOf } from '../../domain/recurrence.js';
import { datesOf, weekOf, type Autumn } from './calendar.js';
import { SeededRandom } from './seeded-random.js';
import { LAB_KEYS, openOn, ZONE, type Lab } from './labs.js';
import { presenceAt, type PlannedShift, type Presence } from './roster.js';

/** A support request and everything that happens to it. */
export interface PlannedRequest {
  lab: Lab;
  /** Index of the operator when one at the desk logs it; otherwise a supervisor enters it. */
  operator: number | null;
  channel: 'desk' | 'phone' | 'chat' | 'email';
  category: string;
  readLevel: number;
  directional: boolean;
  openedAt: number;
  firstResponseAt: number | null;
  /** The wait that the person states at the desk; null elsewhere, and when nobody asked for it. */
  waitedMinutes: number | null;
  escalatedAt: number | null;
  resolvedAt: number | null;
}

/** The average number of requests of a lab per open hour. */
const PER_HOUR = { baseline: { main: 4, engineering: 2.3 }, pilot: { main: 4.9, engineering: 2.9 } };
/** How busy each local hour is; nights are quiet. */
const BUSY: Readonly<Record<number, number>> = { 16: 0.7, 17: 0.8, 22: 0.9, 23: 0.7, 0: 0.5, 1: 0.35 };
const EVENING = { 18: 1, 19: 1.2, 20: 1.4, 21: 1.2 };
const NIGHT = 0.15;
/** Many people forgot their password over the summer; midterms come later. */
const BUSY_WEEKS: Readonly<Record<'baseline' | 'pilot', readonly number[]>> = {
  baseline: [1.35, 1.1, 0.9, 0.9, 0.95, 1, 1.05, 1.05],
  pilot: [0.85, 0.95, 1.05, 1, 1, 0.9, 1.1, 1.3],
};
const CATEGORIES = {
  printing: 30,
  login: 20,
  'wi-fi': 14,
  software: 13,
  scanning: 8,
  directions: 10,
  other: 5,
};
/** The probability that the library cannot solve a request. It is much higher when nobody is at the desk. */
const ESCALATED = { attended: 0.09, alone: 0.26 };
const UNKNOWN_RESPONSE = 0.03;
/** The choices at the desk, in minutes. */
const STATED = [0, 5, 15, 30];
const NOT_ASKED_EACH = 7;
const UNRESOLVED = 0.03;
const OUTSIDE_HOURS = 0.06;

/** All requests of a phase, in order. */
export function planRequests(
  autumn: Autumn,
  phase: 'baseline' | 'pilot',
  shifts: readonly PlannedShift[],
): PlannedRequest[] {
  return LAB_KEYS.flatMap((lab) => {
    const dice = new SeededRandom(`requests ${phase} ${lab}`);
    const desk = presenceAt(shifts, lab);
    return datesOf(autumn[phase]).flatMap((date) =>
      openOn(autumn, lab, date)
        .flatMap((open) => momentsIn(open, { autumn, phase, lab, date, dice }))
        .map((openedAt) => requestAt(openedAt, lab, dice, desk)),
    );
  }).sort((a, b) => a.openedAt - b.openedAt);
}

/** A request that was handed on the evening before the demo's day and still waits for Campus IT. */
export function waitingRequest(
  day: LocalDate,
  autumn: Autumn,
  shifts: readonly PlannedShift[],
): PlannedRequest {
  const desk = presenceAt(shifts, 'main');
  const evenings = datesOf({ from: autumn.pilot.from, to: day }).map((date) =>
    instantOf(date, '20:40', ZONE, 'first'),
  );
  const openedAt = evenings.findLast((evening) => attending(desk, evening) !== null)!;
  return {
    lab: 'main',
    operator: attending(desk, openedAt),
    channel: 'desk',
    category: 'login',
    readLevel: 5,
    directional: false,
    openedAt,
    firstResponseAt: openedAt + 5 * MINUTE,
    waitedMinutes: 5,
    escalatedAt: openedAt + 19 * MINUTE,
    resolvedAt: null,
  };
}

interface Asking {
  autumn: Autumn;
  phase: 'baseline' | 'pilot';
  lab: Lab;
  date: LocalDate;
  dice: SeededRandom;
}

function momentsIn(open: Span, { autumn, phase, lab, date, dice }: Asking): number[] {
  const week = BUSY_WEEKS[phase][weekOf(autumn[phase], date) - 1]!;
  const moments: number[] = [];
  for (let hour = open.start; hour < open.end; hour += HOUR) {
    const local = new Date(hour + offsetAt(hour, ZONE)).getUTCHours();
    const busy = { ...BUSY, ...EVENING }[local] ?? NIGHT;
    const count = dice.times(PER_HOUR[phase][lab] * busy * week);
    for (let i = 0; i < count; i++) {
      const moment = Math.min(hour + dice.between(0, HOUR), open.end - MINUTE);
      // Some people write in the afternoon, before anybody is at the desk.
      moments.push(dice.chance(OUTSIDE_HOURS) ? moment - 9 * HOUR : moment);
    }
  }
  return moments.map((moment) => Math.floor(moment / 1000) * 1000).sort((a, b) => a - b);
}

function requestAt(
  openedAt: number,
  lab: Lab,
  dice: SeededRandom,
  desk: readonly Presence[],
): PlannedRequest {
  const operator = attending(desk, openedAt);
  const category = dice.weighted(CATEGORIES);
  const directional = category === 'directions';
  const hard = !directional && dice.chance(operator === null ? ESCALATED.alone : ESCALATED.attended);
  const wait = operator === null ? dice.waiting(65, 1.1) : dice.waiting(4, 0.8);
  const firstResponseAt = openedAt + seconds(wait);
  const escalatedAt = hard ? firstResponseAt + seconds(dice.waiting(9, 0.6)) : null;
  const work = hard ? dice.waiting(260, 0.9) : dice.waiting(directional ? 1 : 12, 0.7);
  const resolvedAt = (escalatedAt ?? firstResponseAt) + seconds(work);
  const channel =
    operator === null
      ? dice.weighted({ chat: 5, email: 4, phone: 2 })
      : dice.weighted({ desk: 16, phone: 2, chat: 2 });
  const answered = { openedAt, firstResponseAt, waitedMinutes: null };
  return {
    ...(channel === 'desk' ? asStated(answered) : answered),
    lab,
    operator,
    channel,
    category,
    readLevel: hard
      ? dice.whole(4, 6)
      : directional
        ? 1
        : Number(dice.weighted({ '1': 30, '2': 42, '3': 23, '4': 5 })),
    directional,
    ...(dice.chance(UNKNOWN_RESPONSE) && { firstResponseAt: null, waitedMinutes: null }),
    escalatedAt,
    resolvedAt: dice.chance(UNRESOLVED) ? null : resolvedAt,
  };
}

type Waited = Pick<PlannedRequest, 'openedAt' | 'waitedMinutes'> & { firstResponseAt: number };

/**
 * A request at the desk is logged while the person is helped, with the wait they state. Sometimes nobody asks
 * for it.
 */
function asStated({ openedAt, firstResponseAt }: Waited): Waited {
  if ((openedAt / 1000) % NOT_ASKED_EACH === 0)
    return { openedAt: firstResponseAt, firstResponseAt, waitedMinutes: null };
  const waited = (firstResponseAt - openedAt) / MINUTE;
  const waitedMinutes = STATED.reduce((near, one) =>
    Math.abs(one - waited) < Math.abs(near - waited) ? one : near,
  );
  return { openedAt: firstResponseAt - waitedMinutes * MINUTE, firstResponseAt, waitedMinutes };
}

const seconds = (minutes: number): number => Math.max(20, Math.round(minutes * 60)) * 1000;

const attending = (desk: readonly Presence[], instant: number): number | null =>
  desk.find((span) => span.start <= instant && instant < span.end)?.operator ?? null;
