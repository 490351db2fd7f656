import { fileDraftOf, fileSettingsOf } from './file-draft.js';

const SETTINGS = {
  host: 'files.example.edu',
  auth: { kind: 'basic', user: 'maya' },
  mapping: {
    kind: 'support-requests',
    shape: 'rows',
    timeZone: 'America/Chicago',
    dateOrder: 'mdy',
    ignoreOffset: true,
    columns: { externalId: 'No', openedAt: 'Opened', category: 'Topic' },
    values: { category: { Printer: 'printing' } },
  },
};

describe('the form of a file', () => {
  it('sends back what it was given, but for what the server tells and keeps secret', () => {
    const { host: _host, ...kept } = SETTINGS;
    expect(fileSettingsOf(fileDraftOf(SETTINGS))).toEqual(kept);
  });

  it('sends secrets that were entered, and no empty column', () => {
    const draft = fileDraftOf({});
    expect(
      fileSettingsOf({
        ...draft,
        url: ' https://files.example.edu/x ',
        auth: { kind: 'header', name: 'X-Key', secret: 'abc' },
        columns: { externalId: ' No ', openedAt: 'Opened', title: ' ', activity: 'Event' },
      }),
    ).toEqual({
      url: 'https://files.example.edu/x',
      auth: { kind: 'header', name: 'X-Key', value: 'abc' },
      mapping: { kind: 'support-requests', shape: 'rows', columns: { externalId: 'No', openedAt: 'Opened' } },
    });
  });

  it('leaves out what belongs to another shape, credentials that are not wanted, and words without a column', () => {
    const draft = fileDraftOf(SETTINGS);
    const none = { kind: 'none', name: 'maya', secret: 'x' } as const;
    expect(fileSettingsOf({ ...draft, auth: none, columns: { ...draft.columns, category: '' } })).toEqual({
      mapping: {
        kind: 'support-requests',
        shape: 'rows',
        timeZone: 'America/Chicago',
        dateOrder: 'mdy',
        ignoreOffset: true,
        columns: { externalId: 'No', openedAt: 'Opened' },
      },
    });
    const log = {
      ...draft,
      kind: 'eventLog',
      columns: { ...draft.columns, activity: 'What', at: 'When' },
    } as const;
    const settings = fileSettingsOf({
      ...log,
      activities: { ...draft.activities, resolvedAt: ['Closed'] },
    });
    expect(settings?.['mapping']).toEqual({
      kind: 'support-requests',
      shape: 'event-log',
      timeZone: 'America/Chicago',
      dateOrder: 'mdy',
      ignoreOffset: true,
      columns: { externalId: 'No', activity: 'What', at: 'When' },
      activities: { firstResponseAt: [], escalatedAt: [], resolvedAt: ['Closed'] },
    });
  });

  it('of counts keeps what they count, and a column for each area until there is one for all', () => {
    const settings = {
      host: 'files.example.edu',
      mapping: {
        kind: 'activity',
        series: 'gate',
        cumulative: false,
        shape: 'rows',
        columns: { at: 'when', place: 'house' },
        areas: { North: 'North door' },
      },
    };
    const draft = fileDraftOf(settings);
    expect(draft).toMatchObject({ kind: 'gate', cumulative: false });
    expect(fileSettingsOf(draft)).toEqual({ mapping: settings.mapping });
    expect(fileSettingsOf({ ...draft, columns: { ...draft.columns, count: 'n' } })).toEqual({
      mapping: { ...settings.mapping, columns: { at: 'when', count: 'n', place: 'house' }, areas: undefined },
    });
    expect(fileSettingsOf({ ...draft, kind: 'workstations' })?.['mapping']).toMatchObject({
      kind: 'activity',
      series: 'workstations-in-use',
    });
  });

  it('keeps the words of priorities with their column, and is not sent while one means nothing', () => {
    const mapping = {
      ...SETTINGS.mapping,
      columns: { ...SETTINGS.mapping.columns, priority: 'Urgency' },
      values: { ...SETTINGS.mapping.values, priority: { P1: 'urgent' } },
    };
    const draft = fileDraftOf({ mapping });
    expect(fileSettingsOf(draft)).toEqual({ mapping });
    const without = fileSettingsOf({ ...draft, columns: { ...draft.columns, priority: ' ' } });
    expect(without).toEqual({ mapping: SETTINGS.mapping });
    expect(
      fileSettingsOf({ ...draft, meanings: [...draft.meanings, { word: 'P2', priority: '' }] }),
    ).toBeNull();
  });
});
