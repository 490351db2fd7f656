import { activitiesIn, guessColumns, guessKind, mappingOf, type Draft } from './mapping.js';

const draft = (changes: Partial<Draft>): Draft => ({
  kind: 'requests',
  locationId: 'here',
  source: 'desk',
  timeZone: '',
  ignoreOffset: false,
  columns: {},
  areas: [],
  meanings: {},
  ...changes,
});

describe('what a file is taken for', () => {
  it.each([
    [['number', 'created', 'answered', 'solved'], 'requests'],
    [['case id', 'activity', 'timestamp'], 'eventLog'],
    [['date', 'time', 'area', 'count'], 'headcounts'],
  ] as const)('%j', (columns, kind) => expect(guessKind(columns)).toBe(kind));

  it('is told by the names of its columns, each taken once', () => {
    expect(guessColumns('requests', ['number', 'created', 'answered', 'solved', 'notes'])).toEqual({
      externalId: 'number',
      openedAt: 'created',
      firstResponseAt: 'answered',
      resolvedAt: 'solved',
    });
    expect(guessColumns('headcounts', ['date', 'time', 'area', 'count'])).toEqual({
      date: 'date',
      time: 'time',
      area: 'area',
      count: 'count',
    });
    expect(guessColumns('headcounts', ['timestamp', 'day', 'area', 'people'])).toEqual({
      at: 'timestamp',
      area: 'area',
      count: 'people',
    });
  });
});

describe('what is asked of the server', () => {
  it('names only what belongs to the kind', () =>
    expect(mappingOf(draft({ columns: { externalId: 'id', openedAt: 'opened', area: 'x' } }), true)).toEqual({
      kind: 'support-requests',
      shape: 'rows',
      locationId: 'here',
      source: 'desk',
      dryRun: true,
      columns: { externalId: 'id', openedAt: 'opened' },
    }));
  it('of an event log, gathers the activities by what they mean', () => {
    const meanings = { Assign: 'firstResponseAt', Close: 'resolvedAt', Done: 'resolvedAt' } as const;
    expect(mappingOf(draft({ kind: 'eventLog', meanings }), false).activities).toEqual({
      firstResponseAt: ['Assign'],
      escalatedAt: [],
      resolvedAt: ['Close', 'Done'],
    });
  });
  it('of headcounts with a column an area, makes each an area', () =>
    expect(
      mappingOf(draft({ kind: 'headcounts', columns: { at: 'when' }, areas: ['Lab ', 'Hall'] }), false),
    ).toEqual({
      kind: 'headcounts',
      shape: 'rows',
      locationId: 'here',
      columns: { at: 'when' },
      areas: { Lab: 'Lab ', Hall: 'Hall' },
    }));
});

describe('the activities of a log', () => {
  it('are each named once', () =>
    expect(
      activitiesIn(
        {
          columns: ['id', 'what'],
          rows: [
            ['1', 'Open'],
            ['1', ' Open'],
            ['2', ''],
          ],
        },
        'what',
      ),
    ).toEqual(['Open']));
});
