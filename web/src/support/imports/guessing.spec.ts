import { guessColumns, guessKind, guessWords } from './guessing.js';
import type { CsvHead } from './csv.js';
import type { Kind } from './mapping.js';

const head = (columns: string, ...rows: string[]): CsvHead => ({
  delimiter: ',',
  encoding: 'utf-8',
  headerLine: 1,
  columns: columns.split(','),
  rows: rows.map((row) => row.split(',')),
});

describe('the guessed kind of a file', () => {
  it.each<[string, Kind]>([
    ['number,created,answered,solved', 'requests'],
    ['case id,activity,timestamp', 'eventLog'],
    ['date,time,area,count', 'headcounts'],
    ['when,gate counter', 'gate'],
    ['time,entries', 'gate'],
    ['when,workstations in use', 'workstations'],
    ['Ticket Number,Date Created,Thread Count', 'requests'],
  ])('%j', (columns, kind) => expect(guessKind(head(columns))).toBe(kind));
});

describe('the guessed columns of a file', () => {
  it.each<[string, Kind, CsvHead, object]>([
    [
      'are told by their names, each taken once',
      'requests',
      head('number,created,answered,solved,notes'),
      { externalId: 'number', openedAt: 'created', firstResponseAt: 'answered', resolvedAt: 'solved' },
    ],
    [
      'of headcounts',
      'headcounts',
      head('date,time,area,count', '10/5/2026,9:00 PM,Main,4'),
      { date: 'date', time: 'time', area: 'area', count: 'count' },
    ],
    [
      'of headcounts with one column of times',
      'headcounts',
      head('timestamp,day,area,people', '2026-10-05 21:00,Mon,Main,"4"'.replaceAll('"', '')),
      { at: 'timestamp', area: 'area', count: 'people' },
    ],
    [
      'are no READ level for the letters in another word',
      'requests',
      head('num,date,Thread Count', '1,2026-10-05 21:00,4', '2,2026-10-05 22:00,9'),
      { externalId: 'num', openedAt: 'date' },
    ],
    [
      'are no READ level for values that are none',
      'requests',
      head('id,created,Read', '1,2026-10-05 21:00,yes', '2,2026-10-05 22:00,no'),
      { externalId: 'id', openedAt: 'created' },
    ],
    [
      'are no times for values that are none',
      'requests',
      head(
        'Ticket Number,Opened by,Date Created,Subject,Answered,Closed Date',
        '1,Kim,2026-10-05 21:00,printer,1,2026-10-05 21:30',
        '2,Lee,2026-10-05 22:00,no paper,0,',
      ),
      {
        externalId: 'Ticket Number',
        openedAt: 'Date Created',
        category: 'Subject',
        resolvedAt: 'Closed Date',
      },
    ],
    [
      'are times however they are written',
      'requests',
      head('id,opened,closed,escalated', '1,9/13/2026 9:00 PM,1788832800,46272.875'),
      { externalId: 'id', openedAt: 'opened', resolvedAt: 'closed', escalatedAt: 'escalated' },
    ],
    [
      'are what they are called where they are empty',
      'requests',
      head('id,created,solved', '1,2026-10-05 21:00,', '2,2026-10-05 21:00,'),
      { externalId: 'id', openedAt: 'created', resolvedAt: 'solved' },
    ],
    [
      'may have a slip among their values',
      'requests',
      head('id,created', '1,2026-10-05 21:00', '2,2026-10-05 22:00', '3,never'),
      { externalId: 'id', openedAt: 'created' },
    ],
  ])('%s', (_name, kind, file, columns) => expect(guessColumns(kind, file)).toEqual(columns));
});

describe('the guessed words of a file', () => {
  it('become the desk’s when only their spelling differs', () =>
    expect(
      guessWords(
        ['Printing', 'wlan', 'login', 'Toner', '打印'],
        [
          { name: 'printing', label: 'Printing' },
          { name: 'wifi', label: 'WLAN' },
          { name: 'login', label: 'Login' },
          { name: '打印机', label: 'Printer' },
        ],
      ),
    ).toEqual({ Printing: 'printing', wlan: 'wifi' }));
});
