import type { Schemas } from '../../api/client.js';
import { draftOf, KINDS, mappingOf, savedMappingOf, wordsIn, type Draft } from './mapping.js';

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
  priorityWords: {},
  ...changes,
});

describe('the mapping for the server', () => {
  it('has only the fields of its kind', () =>
    expect(mappingOf(draft({ columns: { externalId: 'id', openedAt: 'opened', area: 'x' } }), true)).toEqual({
      kind: 'support-requests',
      shape: 'rows',
      locationId: 'here',
      source: 'desk',
      dryRun: true,
      columns: { externalId: 'id', openedAt: 'opened' },
    }));
  it('of an event log groups activities by their meaning', () => {
    const meanings = { Assign: 'firstResponseAt', Close: 'resolvedAt', Done: 'resolvedAt' } as const;
    expect(mappingOf(draft({ kind: 'eventLog', meanings }), false).activities).toEqual({
      firstResponseAt: ['Assign'],
      escalatedAt: [],
      resolvedAt: ['Close', 'Done'],
    });
  });
  it('of a gate says whether its counter goes on, and of workstations what they are', () => {
    const columns = { at: 'when', count: 'stands' };
    const counts = { kind: 'activity', shape: 'rows', locationId: 'here', columns };
    expect(mappingOf(draft({ kind: 'gate', columns }), false)).toEqual({
      ...counts,
      series: 'gate',
      cumulative: true,
    });
    expect(mappingOf(draft({ kind: 'gate', columns, cumulative: false }), false)).toMatchObject({
      cumulative: false,
    });
    expect(mappingOf(draft({ kind: 'workstations', columns }), false)).toEqual({
      ...counts,
      series: 'workstations-in-use',
    });
  });
  it('of headcounts with one column per area makes each an area', () =>
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

describe('a saved mapping', () => {
  it.each(KINDS)('of %s gives back the choices', (kind) => {
    const counts = !['requests', 'eventLog'].includes(kind);
    const before = draft({
      kind,
      source: counts ? '' : 'desk',
      timeZone: 'America/Chicago',
      ignoreOffset: true,
      delimiter: ';',
      encoding: 'windows-1252',
      headerLine: 3,
      dateOrder: 'dmy',
      columns: counts ? { at: 'when' } : kind === 'requests' ? { category: 'what' } : { at: 'when' },
      ...(kind === 'gate' && { cumulative: true }),
      ...(counts && { areas: ['Lab', 'Hall'] }),
      ...(kind === 'eventLog' && { meanings: { Close: 'resolvedAt' as const } }),
      ...(kind === 'requests' && { words: { Printer: 'printing' } }),
    });
    const saved = {
      id: '1',
      locationId: 'here',
      name: 'N',
      header: [],
      version: 1,
      mapping: savedMappingOf(before),
    };
    expect(saved.mapping).not.toHaveProperty('locationId');
    expect(mappingOf(draftOf(saved), false)).toEqual(mappingOf(before, false));
  });
});

describe('a mapping that was saved by a program', () => {
  const programs: Schemas['SavedMapping'][] = [
    {
      kind: 'support-requests',
      shape: 'rows',
      source: 'desk',
      columns: {
        externalId: 'id',
        openedAt: 'opened',
        channel: 'way',
        category: 'what',
        priority: 'urgency',
      },
      values: { channel: { Tel: 'phone' }, category: { Printer: 'printing' }, priority: { P1: 'urgent' } },
    },
    {
      kind: 'headcounts',
      shape: 'rows',
      columns: { at: 'when' },
      areas: { North: 'col_n', South: 'col_s' },
    },
  ];

  it.each(programs)('keeps all that it says when it is opened and saved: $kind', (mapping) => {
    const opened = draftOf({ id: '1', locationId: 'here', name: 'N', header: [], version: 1, mapping });
    expect(savedMappingOf(opened)).toEqual(mapping);
  });
});

describe('the reading of a file', () => {
  it('is detected by the server unless the user chose it', () => {
    const chosen = { delimiter: ';', encoding: 'windows-1252', headerLine: 4, dateOrder: 'mdy' } as const;
    expect(mappingOf(draft(chosen), false)).toMatchObject(chosen);
    for (const name of Object.keys(chosen)) expect(mappingOf(draft({}), false)).not.toHaveProperty(name);
  });
  it('replaces words by the desk’s own when there is a column of them', () => {
    const words = { Printer: 'printing' };
    expect(mappingOf(draft({ words, columns: { category: 'what' } }), false).values).toEqual({
      category: words,
    });
    expect(mappingOf(draft({ words }), false).values).toBeUndefined();
  });
});

describe('a past roster', () => {
  it('has no source, and is the same choices when it was saved', () => {
    const columns = { operator: 'who', startsAt: 'start', endsAt: 'end', workedFrom: 'in', workedTo: 'out' };
    const chosen = draft({ kind: 'rosters', source: 'old', columns });
    const mapping = mappingOf(chosen, true);
    expect(mapping).toEqual({
      kind: 'rosters',
      shape: 'rows',
      locationId: chosen.locationId,
      dryRun: true,
      columns,
    });
    const { locationId: _place, dryRun: _purpose, ...saved } = mapping;
    const again = draftOf({
      id: 'm',
      locationId: chosen.locationId,
      name: 'Rosters',
      mapping: saved,
      header: [],
      version: 1,
    });
    expect(mappingOf(again, true)).toEqual(mapping);
  });
});

describe('the words of a column', () => {
  it('are listed once each', () =>
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
