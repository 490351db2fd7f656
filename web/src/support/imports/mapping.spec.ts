import { mappingOf, wordsIn, type Draft } from './mapping.js';

const draft = (changes: Partial<Draft>): Draft => ({
  kind: 'requests',
  locationId: 'here',
  source: 'desk',
  timeZone: '',
  ignoreOffset: false,
  columns: {},
  areas: [],
  meanings: {},
  words: {},
  ...changes,
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

describe('how a file is read', () => {
  it('is left to the server where nothing was chosen, and told where it was', () => {
    const chosen = { delimiter: ';', encoding: 'windows-1252', headerLine: 4, dateOrder: 'mdy' } as const;
    expect(mappingOf(draft(chosen), false)).toMatchObject(chosen);
    for (const name of Object.keys(chosen)) expect(mappingOf(draft({}), false)).not.toHaveProperty(name);
  });
  it('puts words into the desk’s own where there is a column of them', () => {
    const words = { Printer: 'printing' };
    expect(mappingOf(draft({ words, columns: { category: 'what' } }), false).values).toEqual({
      category: words,
    });
    expect(mappingOf(draft({ words }), false).values).toBeUndefined();
  });
});

describe('the words of a column', () => {
  it('are each named once', () =>
    expect(
      wordsIn(
        {
          delimiter: ',',
          encoding: 'utf-8',
          headerLine: 1,
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
