import { calendarOf, eventOf, readCalendar } from '../../../test/support/calendars.js';
import { separateSkipped, separateSkippedAgain, toStoredEvent, type StoredEvent } from './stored-event.js';
import type { UnderstoodEvent } from './read-timetable.js';

const event = (title: string, hour: string, uid = title): string =>
  eventOf(`UID:${uid}`, `SUMMARY:${title}`, `DTSTART:20270118T${hour}0000`, 'DURATION:PT1H');
const lines = (...events: string[]): UnderstoodEvent[] => readCalendar(calendarOf(...events)).understood;
const titles = (all: readonly { title: string; notes: string[] }[]): string[] =>
  all.map(({ title, notes }) => [title, ...notes].join(' '));
const stored = ({
  counting,
  skipped,
}: ReturnType<typeof separateSkipped>): { understood: StoredEvent[]; skipped: StoredEvent[] } => ({
  understood: counting.map(toStoredEvent),
  skipped: skipped.map(toStoredEvent),
});

const LOGIC = event('Logic', '09');
const CHOIR = event('Choir', '18');
const [logic, choir] = lines(LOGIC, CHOIR) as [UnderstoodEvent, UnderstoodEvent];
const withoutChoir = stored(separateSkipped([logic, choir], [choir.id]));

describe('skipped lines', () => {
  it('do not count, and the others do', () => {
    const { counting, skipped } = separateSkipped([logic, choir], [choir.id, choir.id]);
    expect([titles(counting), titles(skipped)]).toEqual([['Logic'], ['Choir']]);
  });

  it('must exist', () => {
    expect(() => separateSkipped([logic], [choir.id])).toThrow(
      `No line of this file has the id ${choir.id}.`,
    );
  });

  it('stay skipped when the file is fetched again, wherever they stand in it', () => {
    const { counting, skipped } = separateSkippedAgain(
      lines(CHOIR, event('Ethics', '11'), LOGIC),
      withoutChoir,
    );
    expect([titles(counting), titles(skipped)]).toEqual([['Ethics', 'Logic'], ['Choir']]);
  });

  it.each([
    ['under its name', event('Choir', '19', 'new')],
    ['under its UID', event('Choir (big hall)', '18', 'Choir')],
  ])(
    'count again once they have changed, %s, with a note until the file is chosen again',
    (_name, changed) => {
      const again = separateSkippedAgain(lines(LOGIC, changed), withoutChoir);
      expect(titles(again.counting)).toEqual([
        'Logic',
        expect.stringMatching(/^Choir.*changed-since-left-out$/),
      ]);
      const later = separateSkippedAgain(lines(LOGIC, changed), stored(again));
      expect(titles(later.counting)).toEqual(titles(again.counting));
    },
  );

  it('that are gone are forgotten, and lines that counted before get no note', () => {
    const again = separateSkippedAgain(lines(LOGIC), withoutChoir);
    expect([titles(again.counting), again.skipped]).toEqual([['Logic'], []]);
  });
});
