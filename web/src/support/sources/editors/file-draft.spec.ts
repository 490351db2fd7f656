import { fileDraftOf, fileSettingsOf } from './file-draft.js';

const SETTINGS = {
  host: 'files.example.edu',
  auth: { kind: 'basic', user: 'maya' },
  mapping: {
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
      mapping: { shape: 'rows', columns: { externalId: 'No', openedAt: 'Opened' } },
    });
  });

  it('leaves out what belongs to another shape, credentials that are not wanted, and words without a column', () => {
    const draft = fileDraftOf(SETTINGS);
    const none = { kind: 'none', name: 'maya', secret: 'x' } as const;
    expect(fileSettingsOf({ ...draft, auth: none, columns: { ...draft.columns, category: '' } })).toEqual({
      mapping: {
        shape: 'rows',
        timeZone: 'America/Chicago',
        dateOrder: 'mdy',
        ignoreOffset: true,
        columns: { externalId: 'No', openedAt: 'Opened' },
      },
    });
    const log = {
      ...draft,
      shape: 'event-log',
      columns: { ...draft.columns, activity: 'What', at: 'When' },
    } as const;
    const { mapping } = fileSettingsOf({
      ...log,
      activities: { ...draft.activities, resolvedAt: ['Closed'] },
    });
    expect(mapping).toEqual({
      shape: 'event-log',
      timeZone: 'America/Chicago',
      dateOrder: 'mdy',
      ignoreOffset: true,
      columns: { externalId: 'No', activity: 'What', at: 'When' },
      activities: { firstResponseAt: [], escalatedAt: [], resolvedAt: ['Closed'] },
    });
  });
});
