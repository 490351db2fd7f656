import { requestsSearchOf } from './requests-search.js';

describe('the search of an address', () => {
  it('keeps what can be asked for', () => {
    const search = {
      which: 'campus',
      who: 'nobody',
      priority: 'urgent',
      since: '2028-02-29',
      until: '2028-03-01',
    };
    expect(requestsSearchOf(search)).toEqual(search);
    expect(requestsSearchOf({ words: 4711 })).toEqual({ words: '4711' });
  });

  it.each([
    ['a day that there is not', { since: '2026-02-31' }],
    ['a month that there is not', { until: '2026-13-01' }],
    ['the day of a clock change with a time', { since: '2026-11-01T02:00' }],
    ['a number for a day', { since: 20261101 }],
    ['an unknown view', { which: 'theirs' }],
    ['a person who cannot be', { who: 'Maya' }],
  ])('leaves out %s', (_title, search) => expect(requestsSearchOf(search)).toEqual({}));
});
