import compile from 'icu-minify/compile';
import { EN } from '../../../src/domain/refusals/en.js';
import { formatRefusal, type RefusalKey } from '../../../src/domain/refusals/refusal-text.js';
import { inOwnWords } from './refusals.js';

const KEYS = Object.keys(EN) as RefusalKey[];
/** Compiled as in the build. */
const SENTENCES = Object.fromEntries(Object.entries(EN).map(([key, text]) => [key, compile(text)]));
const NAMES = [
  ...new Set(Object.values(EN).flatMap((text) => text.match(/(?<=\{)[a-zA-Z]+(?=[,}])/g) ?? [])),
];

describe('the page’s sentence', () => {
  it.each(KEYS)('equals the server’s: %s', (key) => {
    for (const value of [1, 2, 'x']) {
      const told = formatRefusal(key, Object.fromEntries(NAMES.map((name) => [name, value])));
      expect(inOwnWords(SENTENCES, { ...told, message: 'not this' })).toBe(told.message);
    }
  });

  it('says which of the two readings is no date', () => {
    const params = { column: 'opened', line: 3, value: '14/3/2012', mdy: null, dmy: '2012-03-14' };
    expect(inOwnWords(SENTENCES, { code: 'AMBIGUOUS_DATES', message: '', params })).toContain(
      'is no date month first and 14 Mar 2012 day first',
    );
  });

  it.each([
    ['2026-10-31T22:00:00-05:00/2026-11-01T06:00:00-06:00', 'Sat 31 Oct, 22:00–06:00'],
    ['2026-03-07T22:00:00-06:00/2026-03-08T06:00:00-05:00', 'Sat 7 Mar, 22:00–06:00'],
    ['2026-11-03T20:00:00-06:00/2026-11-05T08:00:00-06:00', 'Tue 3 Nov, 20:00 – Thu 5 Nov, 08:00'],
  ])('has times in the app’s format: %s', (shift, text) =>
    expect(inOwnWords(SENTENCES, { code: 'OVERLAPPING_SHIFT', message: '', params: { shift } })).toBe(
      `This overlaps the shift ${text}.`,
    ),
  );

  it.each([
    ['a code of a newer server', { code: 'NEWER', message: 'Said by the server.' }],
    [
      'a param that has another name now',
      { code: 'PERIOD_LOCKED', message: 'Said by the server.', params: {} },
    ],
  ])('is the server’s for %s', (_case, refusal) =>
    expect(inOwnWords(SENTENCES, refusal)).toBe('Said by the server.'),
  );
});
