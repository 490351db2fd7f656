import { parseTime, type WrittenTime } from './calendar-time.js';

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const TOO_OFTEN = ['SECONDLY', 'MINUTELY', 'HOURLY'];
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const LONGEST = 500;
const MOST_TIMES_A_DAY = 24;

/** The parts of a rule that hold numbers, and the greatest value of each. */
const NUMBERS = {
  BYMONTH: 12,
  BYMONTHDAY: 31,
  BYYEARDAY: 366,
  BYWEEKNO: 53,
  BYSETPOS: 366,
  BYHOUR: 23,
  BYMINUTE: 59,
  BYSECOND: 59,
} as const;
type NumberPart = keyof typeof NUMBERS;

/** A weekday of a rule, and which one of the month or year (-1 is the last); 0 means each. */
export interface RuleWeekday {
  weekday: number;
  nth: number;
}

/** An RRULE (RFC 5545, 3.3.10), parsed. Missing parts are null. */
export interface Rule {
  frequency: (typeof FREQUENCIES)[number];
  interval: number;
  count: number | null;
  until: WrittenTime | null;
  /** ISO weekday. */
  weekStart: number;
  weekdays: RuleWeekday[] | null;
  numbers: Partial<Record<NumberPart, number[]>>;
  /** Parts that were ignored, in words. */
  problems: string[];
}

/** Why a rule cannot describe a class. */
export interface NoRule {
  message: string;
  /** Whether the rule is valid, but not for a class. */
  isUnderstood: boolean;
}

/** Accepts upper and lower case. A part that cannot be understood is left out alone. */
export function parseRule(text: string): Rule | NoRule {
  const parts = new Map<string, string>();
  for (const part of text.slice(0, LONGEST).toUpperCase().split(';')) {
    const [name, value = ''] = part.split('=', 2);
    if (value.trim() !== '') parts.set(name!.trim(), value.trim());
  }
  const named = parts.get('FREQ') ?? '';
  const frequency = FREQUENCIES.find((one) => one === named);
  if (TOO_OFTEN.includes(named))
    return {
      message: `It repeats too often (${named.toLowerCase()}) to be a class.`,
      isUnderstood: true,
    };
  if (!frequency || text.length > LONGEST)
    return { message: 'How it repeats was not understood; only its first date counts.', isUnderstood: false };
  const rule: Rule = {
    frequency,
    interval: 1,
    count: null,
    until: null,
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO') + 1 || 1,
    weekdays: null,
    numbers: {},
    problems: [],
  };
  for (const [name, value] of parts) readPart(rule, name, value);
  const { BYHOUR = [0], BYMINUTE = [0], BYSECOND = [0] } = rule.numbers;
  if (BYHOUR.length * BYMINUTE.length * BYSECOND.length > MOST_TIMES_A_DAY)
    return { message: 'It repeats too often within a day to be a class.', isUnderstood: true };
  return rule;
}

function readPart(rule: Rule, name: string, value: string): void {
  const figure = /^\+?\d{1,9}$/.test(value) ? Number(value) : null;
  const bad = (what = name): number =>
    rule.problems.push(`${what} of its repetition was not understood and left out.`);
  if (name === 'INTERVAL') {
    if (figure === null) bad();
    rule.interval = Math.max(figure ?? 1, 1);
  } else if (name === 'COUNT') {
    if (figure === null || figure === 0) bad();
    else rule.count = figure;
  } else if (name === 'UNTIL') {
    rule.until = parseTime(value);
    if (!rule.until) bad('The end');
  } else if (name === 'BYDAY') {
    const found = listOf(value).map(weekdayOf);
    if (found.includes(null)) bad('A weekday');
    rule.weekdays = filled(found.filter((one) => one !== null));
  } else if (isNumberPart(name)) {
    const found = listOf(value).map((one) => numberOf(one, name));
    if (found.includes(null)) bad(`A value of ${name}`);
    const list = filled([...new Set(found.filter((one) => one !== null))]);
    if (list) rule.numbers[name] = list;
  }
}

const isNumberPart = (name: string): name is NumberPart => name in NUMBERS;
const listOf = (value: string): string[] => value.split(',').map((one) => one.trim());
const filled = <T>(list: T[]): T[] | null => (list.length > 0 ? list : null);

function weekdayOf(text: string): RuleWeekday | null {
  const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text);
  const weekday = WEEKDAYS.indexOf(match?.[2] ?? '') + 1;
  return weekday > 0 ? { weekday, nth: Number(match![1] ?? 0) } : null;
}

function numberOf(text: string, name: NumberPart): number | null {
  const value = text === '' ? NaN : Number(text);
  const isTime = name === 'BYHOUR' || name === 'BYMINUTE' || name === 'BYSECOND';
  const isRight = isTime ? value >= 0 : name === 'BYMONTH' ? value > 0 : value !== 0;
  return isRight && Number.isInteger(value) && Math.abs(value) <= NUMBERS[name] ? value : null;
}
