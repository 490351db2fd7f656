import { nameAsSpoken } from '../../../src/domain/display-name.js';

export interface Person {
  line: number;
  name: string;
  email: string;
  employeeId?: string;
  weeklyHourCap?: number;
}

export interface UnreadLine {
  line: number;
  text: string;
}

const EMAIL = /[^\s,;<>"()]+@[^\s,;<>"()]+\.[^\s,;<>"()]*[^\s,;<>"().]/;
/** The format of mail programs: a name, and the address in angle brackets. */
const MAILBOX = /([^<>]*)<\s*([^<>\s]+@[^<>\s]+)\s*>/g;
/** The headings of columns, in a list that starts with headings. */
const HEADINGS: readonly (readonly [pattern: RegExp, column: Column])[] = [
  [/mail/i, 'email'],
  [/employee|staff|student|\bid\b|number|\bno\b/i, 'employeeId'],
  [/cap|hours/i, 'weeklyHourCap'],
  [/first|given/i, 'given'],
  [/last|family|sur/i, 'family'],
  [/name/i, 'name'],
];
const MOST_HOURS = 168;

type Column = 'email' | 'employeeId' | 'weeklyHourCap' | 'given' | 'family' | 'name';
type Cells = Partial<Record<Column, string>>;

/**
 * Parses people from a pasted list. A line holds one person in cells (name, e-mail address, employee number,
 * weekly cap) separated by commas, semicolons or tabs, in any order or in that of a heading line; or several
 * people in the format of mail programs. "Ortiz, Maya" becomes "Maya Ortiz". Lines without a name or an
 * address are reported. A repeated address counts once.
 */
export function parsePeople(text: string): { people: Person[]; unread: UnreadLine[] } {
  const people = new Map<string, Person>();
  const unread: UnreadLine[] = [];
  let headings: (Column | null)[] | null = null;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    if (index === 0 && (headings = headingsOf(line))) continue;
    const found = line.includes('<') ? mailboxes(line) : [cellsOf(line, headings)];
    for (const { cells, text: part } of found) {
      const person = personOf(cells, index + 1);
      if (!person) unread.push({ line: index + 1, text: part.trim() });
      else if (!people.has(person.email.toLowerCase())) people.set(person.email.toLowerCase(), person);
    }
  }
  return { people: [...people.values()], unread };
}

function headingsOf(line: string): (Column | null)[] | null {
  if (EMAIL.test(line) || !/mail/i.test(line)) return null;
  return splitCells(line).map((cell) => HEADINGS.find(([pattern]) => pattern.test(cell))?.[1] ?? null);
}

function mailboxes(line: string): { cells: Cells; text: string }[] {
  const boxes = [...line.matchAll(MAILBOX)];
  if (boxes.length === 0) return [{ cells: {}, text: line }];
  return boxes.map(([whole, before = '', email = '']) => ({
    cells: { name: before.replace(/^[\s;,]+/, ''), email },
    text: whole,
  }));
}

function cellsOf(line: string, headings: readonly (Column | null)[] | null): { cells: Cells; text: string } {
  const values = splitCells(line);
  const cells: Cells = {};
  if (headings && values.length > 1) {
    for (const [index, value] of values.entries()) {
      const column = headings[index];
      if (column && value) cells[column] = value;
    }
    return { cells, text: line };
  }
  const names: string[] = [];
  for (const value of values) {
    const email = EMAIL.exec(value)?.[0];
    if (email && cells.email === undefined) {
      cells.email = email;
      const rest = value
        .replace(email, '')
        .replace(/[\s.]+$/, '')
        .trim();
      if (rest) names.push(rest);
    } else if (isCap(value) && cells.weeklyHourCap === undefined) cells.weeklyHourCap = value;
    else if (/^[\w-]*\d[\w-]*$/.test(value) && cells.employeeId === undefined) cells.employeeId = value;
    else if (value) names.push(value);
  }
  cells.name = names.join(', ');
  return { cells, text: line };
}

/** Whether a number is a weekly cap instead of an employee number, which starts with a zero or is longer. */
const isCap = (value: string): boolean =>
  /^[1-9]\d{0,2}([.,]\d)?$/.test(value) && Number(value) <= MOST_HOURS;

function splitCells(line: string): string[] {
  const separator = ['\t', ';', ','].find((one) => line.includes(one)) ?? '\t';
  return line.split(separator).map((cell) => cell.replace(/^[\s"]+|[\s"]+$/g, ''));
}

function personOf(cells: Cells, line: number): Person | null {
  const email = cells.email && EMAIL.exec(cells.email)?.[0];
  const name = nameOf(cells);
  if (!email || !/\p{L}/u.test(name)) return null;
  const cap = Number(cells.weeklyHourCap ?? Number.NaN);
  return {
    line,
    name,
    email,
    ...(cells.employeeId && { employeeId: cells.employeeId }),
    ...(cap >= 0 && cap <= MOST_HOURS && { weeklyHourCap: cap }),
  };
}

function nameOf({ name = '', given, family }: Cells): string {
  const whole = given && family ? `${given} ${family}` : ((name || given || family) ?? '');
  return nameAsSpoken(whole.replace(/[<>";]+/g, ' '));
}
