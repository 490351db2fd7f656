import type { FileKind } from './fields.js';
import { guessColumns, type TableHead } from './guess-columns.js';
import { guessKind } from './guess-kind.js';

const table = (columns: string, ...rows: string[]): TableHead => ({
  columns: columns.split(','),
  rows: rows.map((row) => row.split(',')),
});
/** Twelve rows; `#` is the number of the row, `%` a minute that grows with it, and a list gives its words in turn. */
const rowsOf = (columns: string, ...cells: (string | string[])[]): TableHead => ({
  columns: columns.split(','),
  rows: Array.from({ length: 12 }, (_, row) =>
    cells.map((cell) =>
      typeof cell === 'string'
        ? cell.replaceAll('#', String(row + 1)).replaceAll('%', String(10 + row))
        : cell[row % cell.length]!,
    ),
  ),
});
const guessed = (kind: FileKind, head: TableHead): Record<string, string> =>
  Object.fromEntries(
    guessColumns(kind, head).map(({ field, column, confidence, reason }) => [
      field,
      `${column}: ${confidence}, ${reason}`,
    ]),
  );
const OPENED = '2026-10-05 21:%';
const ANSWERED = '2026-10-05 22:%';
const CLOSED = '2026-10-06 08:%';

describe('the guessed columns of a file of requests', () => {
  it.each<[string, TableHead, Record<string, string>]>([
    [
      'are told by names and values, each taken once',
      rowsOf('number,created,answered,solved,notes', '#', OPENED, ANSWERED, CLOSED, 'no'),
      {
        externalId: 'number: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        firstResponseAt: 'answered: sure, name-and-values',
        resolvedAt: 'solved: sure, name-and-values',
      },
    ],
    [
      'are what they are called where they are empty',
      table('id,created,solved', '1,2026-10-05 21:00,', '2,2026-10-05 21:00,', '3,2026-10-05 21:00,'),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        resolvedAt: 'solved: likely, name',
      },
    ],
    [
      'are no times for values that are none: 1 is no moment, nor is a person',
      table(
        'Ticket Number,Opened by,Date Created,Answered,Closed Date',
        '1,Kim,2026-10-05 21:00,1,2026-10-05 21:30',
        '2,Lee,2026-10-05 22:00,0,',
      ),
      {
        externalId: 'Ticket Number: sure, name-and-values',
        openedAt: 'Date Created: sure, name-and-values',
        resolvedAt: 'Closed Date: sure, name-and-values',
      },
    ],
    [
      'are no READ level for the letters in another word',
      table('num,date,Thread Count', '1,2026-10-05 21:00,4', '2,2026-10-05 22:00,9'),
      { externalId: 'num: sure, name-and-values', openedAt: 'date: sure, name-and-values' },
    ],
    [
      'are no READ level for yes and no, and one for words with a level',
      table('id,created,Read,READ', '1,2026-10-05 21:00,yes,READ 3', '2,2026-10-05 22:00,no,2.0'),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        readLevel: 'READ: sure, name-and-values',
      },
    ],
    [
      'have a priority in words or marks, and none in a date or a text',
      table(
        'id,created,Priority date,Why priority,Priority',
        '1,2026-10-05 21:00,2026-10-06,because the exam is today,P1',
        '2,2026-10-05 22:00,2026-10-07,the dean asked for it,3',
      ),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        priority: 'Priority: sure, name-and-values',
      },
    ],
    [
      'have a priority by values alone, where only one column has such words and is of nothing else',
      table(
        'id,created,How bad,Impact',
        '1,2026-10-05 21:00,2 - High,low',
        '2,2026-10-05 22:00,4 - Low,high',
        '3,2026-10-05 23:00,2 - High,high',
      ),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        priority: 'How bad: likely, values',
      },
    ],
    [
      'are times however they are written',
      table('id,opened,closed,escalated', '1,9/13/2026 9:00 PM,1788832800,46272.875'),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'opened: sure, name-and-values',
        escalatedAt: 'escalated: sure, name-and-values',
        resolvedAt: 'closed: sure, name-and-values',
      },
    ],
    [
      'are found by values alone: ids, the earliest time, the one between, the latest, words that repeat, links',
      rowsOf(
        'a,b,c,d,e,f,g',
        'T-#',
        CLOSED,
        OPENED,
        ANSWERED,
        ['printing', 'wifi', 'login'],
        'https://desk.example/#',
        'It is broken, said #',
      ),
      {
        externalId: 'a: likely, ids',
        openedAt: 'c: likely, earliest-time',
        firstResponseAt: 'd: likely, time-between',
        resolvedAt: 'b: likely, latest-time',
        category: 'e: likely, few-words',
        externalUrl: 'f: likely, values',
      },
    ],
    [
      'say nothing of one time after the opening, which may be an answer or a resolution',
      rowsOf('id,created,then', '#', OPENED, CLOSED),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'take a time for the resolution when the answer is known, and lies before it',
      rowsOf('id,created,replied,then', '#', OPENED, ANSWERED, CLOSED),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        firstResponseAt: 'replied: sure, name-and-values',
        resolvedAt: 'then: likely, latest-time',
      },
    ],
    [
      'take a time for the answer when it lies before the known resolution',
      rowsOf('id,created,then,closed', '#', OPENED, ANSWERED, CLOSED),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        firstResponseAt: 'then: likely, time-between',
        resolvedAt: 'closed: sure, name-and-values',
      },
    ],
    [
      'take no deadline, no last change and no time before the opening for a milestone',
      rowsOf('id,created,response due,updated,closed', '#', ANSWERED, CLOSED, CLOSED, OPENED),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'take no states, people and places for categories',
      rowsOf(
        'id,created,status,owner,building',
        '#',
        OPENED,
        ['open', 'closed'],
        ['Kim', 'Lee'],
        ['Main', 'East'],
      ),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'take a subject for the category only where it repeats',
      rowsOf('id,created,subject', '#', OPENED, ['printing', 'wifi']),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        category: 'subject: sure, name-and-values',
      },
    ],
    [
      'take no titles for categories',
      rowsOf('id,created,subject', '#', OPENED, 'Printer # is out of paper'),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'leave empty what two columns could be',
      rowsOf('id,created,one,other', '#', OPENED, ['printing', 'wifi'], ['big', 'small']),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'know channels by their words',
      rowsOf('id,created,how', '#', OPENED, ['Phone', 'walk-in', 'E-Mail']),
      {
        externalId: 'id: sure, name-and-values',
        openedAt: 'created: sure, name-and-values',
        channel: 'how: likely, values',
      },
    ],
    [
      'take no number that comes again and again for an id',
      rowsOf('number,key,created', ['7'], 'K-#', OPENED),
      { externalId: 'key: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    [
      'may have a slip among their values',
      rowsOf('id,created', '#', [...Array<string>(11).fill('2026-10-05 21:00'), 'never']),
      { externalId: 'id: sure, name-and-values', openedAt: 'created: sure, name-and-values' },
    ],
    ['are none of a name that several columns have', table('id,id', '1,2'), {}],
    ['are none of an empty file', table('', ''), {}],
  ])('%s', (_name, head, columns) => expect(guessed('requests', head)).toEqual(columns));
});

describe('the guessed columns of counts and events', () => {
  it.each<[string, FileKind, TableHead, string[]]>([
    [
      'of headcounts in two cells of time',
      'headcounts',
      table('date,time,area,count', '10/5/2026,9:00 PM,Main,4'),
      ['date: date', 'time: time', 'area: area', 'count: count'],
    ],
    [
      'of headcounts with one column of times',
      'headcounts',
      table('timestamp,day,area,people', '2026-10-05 21:00,Mon,Main,4'),
      ['at: timestamp', 'area: area', 'count: people'],
    ],
    [
      'of headcounts by values alone',
      'headcounts',
      table('a,b', '2026-10-05 21:00,4', '2026-10-05 22:00,6'),
      ['at: a', 'count: b'],
    ],
    [
      'of several series',
      'activity',
      table('when,what,where,n', '2026-10-05 21:00,Headcount,East,4', '2026-10-05 21:00,gate,Door,1204'),
      ['at: when', 'series: what', 'area: where', 'count: n'],
    ],
    [
      'of events, whose cases come again and again',
      'eventLog',
      rowsOf('case id,activity,timestamp', ['1', '2'], ['opened', 'closed'], OPENED),
      ['externalId: case id', 'activity: activity', 'at: timestamp'],
    ],
  ])('%s', (_name, kind, head, columns) =>
    expect(guessColumns(kind, head).map(({ field, column }) => `${field}: ${column}`)).toEqual(columns),
  );
});

describe('the guessed kind of a file', () => {
  it.each<[string, FileKind]>([
    ['number,created,answered,solved', 'requests'],
    ['case id,activity,timestamp', 'eventLog'],
    ['date,time,area,count', 'headcounts'],
    ['when,gate counter', 'gate'],
    ['time,entries', 'gate'],
    ['when,workstations in use', 'workstations'],
    ['Ticket Number,Date Created,Thread Count', 'requests'],
  ])('%j', (columns, kind) => expect(guessKind(table(columns))).toBe(kind));

  it('is activity where a column says what each line counts', () => {
    expect(guessKind(table('when,what,count', '2026-10-05 21:00,gate,4'))).toBe('activity');
    expect(guessKind(table('when,what,count', '2026-10-05 21:00,people,4'))).toBe('headcounts');
  });
});
