import { guessColumns } from './guess-columns.js';
import { guessKind } from './guess-kind.js';

/** A table from its lines, separated by bars. */
const table = (columns: string, ...rows: string[]) => ({
  columns: columns.split('|'),
  rows: rows.map((row) => row.split('|')),
});
const found = (head: ReturnType<typeof table>): Record<string, string> =>
  Object.fromEntries(guessColumns('rosters', head).map(({ field, column }) => [field, column]));

describe('the columns of a past roster', () => {
  it.each([
    [
      'by their names',
      table('Employee|Start|End|Position', 'Maya Ortiz|2026-03-03 22:00|2026-03-04 06:00|Desk'),
      { operator: 'Employee', startsAt: 'Start', endsAt: 'End', position: 'Position' },
    ],
    [
      'as a scheduling product exports them',
      table(
        'Name|E-mail|Date|Start time|End time|Clocked in|Clocked out|No show',
        'Maya|maya@lab.edu|3/13/2026|10:30 PM|6:30 AM|10:29 PM|6:31 AM|no',
      ),
      {
        operator: 'E-mail',
        date: 'Date',
        startsAt: 'Start time',
        endsAt: 'End time',
        workedFrom: 'Clocked in',
        workedTo: 'Clocked out',
        noShow: 'No show',
      },
    ],
    [
      'with the hours instead of the end',
      table('Who|Begin|Hours|Day', 'E-7|22:00|8|2026-03-13'),
      { operator: 'Who', startsAt: 'Begin', duration: 'Hours', date: 'Day' },
    ],
    [
      'without a date beside moments',
      table('who|date|start|end', 'm@x.edu|2026-03-13|2026-03-13 20:00|2026-03-13 22:00'),
      { operator: 'who', startsAt: 'start', endsAt: 'end' },
    ],
    [
      'and not a length beside an end',
      table('who|start|end|hours', 'm@x.edu|2026-03-13 20:00|22:00|2'),
      { operator: 'who', startsAt: 'start', endsAt: 'end' },
    ],
    [
      'by their values alone, also in the other order',
      table('a|b|c', ...['13', '14', '15'].map((day) => `2026-03-${day} 22:00|2026-03-${day} 20:00|m@x.edu`)),
      { operator: 'c', startsAt: 'b', endsAt: 'a' },
    ],
    [
      'by the values of a date and times',
      table('a|b|c|d', ...['13', '14'].map((day) => `m@x.edu|2026-03-${day}|22:00|06:00`)),
      { operator: 'a', date: 'b', startsAt: 'c', endsAt: 'd' },
    ],
    [
      'and not where values contradict',
      table('Employee|Start|End', '2026-03-13|yes|no', '2026-03-14|no|no'),
      { date: 'Employee' },
    ],
  ])('are guessed %s', (_name, head, columns) => {
    expect(found(head)).toEqual(columns);
  });

  it('tell that the file is one', () => {
    expect(guessKind(table('Employee|Start|End', 'Maya|2026-03-03 22:00|2026-03-04 06:00'))).toBe('rosters');
    expect(
      guessKind(table('Ticket ID|Owner|E-mail|Start|End', '7|Sam|m@x.edu|2026-03-03 22:00|2026-03-04 06:00')),
    ).toBe('requests');
    expect(guessKind(table('date|time|area|count', '2026-03-03|22:00|A|7'))).toBe('headcounts');
  });
});
