import { IntlMessageFormat } from 'intl-messageformat';
import { EN } from './en.js';
import { refusalText, formatRefusal, type Params, type RefusalKey } from './refusal-text.js';

const KEYS = Object.keys(EN) as RefusalKey[];

/** Text between the placeholders. */
const isPlain = ({ type }: { type: number }): boolean => type === 0;

/** A value for each placeholder of a sentence. */
function paramsFor(key: RefusalKey): Params {
  const names = new Set<string>();
  const collect = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if ('value' in element && !isPlain(element)) names.add(String(element.value));
      if ('options' in element) Object.values(element.options).forEach(({ value }) => collect(value));
    }
  };
  collect(new IntlMessageFormat(EN[key], 'en', undefined, { ignoreTag: true }).getAst());
  return Object.fromEntries([...names].map((name) => [name, 3]));
}

describe('every sentence', () => {
  it.each(KEYS)('%s can be formatted', (key) => {
    const { message } = formatRefusal(key, paramsFor(key));
    expect(message).toMatch(/^[A-Z]|^[a-z]+[A-Za-z.3]* |^3/);
    expect(message).toMatch(/\.$|^Line 3: 3$/);
    expect(message).not.toMatch(/[{}]|undefined|\b(she|he|her|his|him)\b/i);
  });

  it.each(KEYS.filter((key) => key.includes('.')))('%s has a rule', (key) => {
    expect(formatRefusal(key, paramsFor(key))).toMatchObject({
      code: key.split('.')[0],
      params: { rule: key.split('.')[1] },
    });
  });
});

describe('a sentence', () => {
  it('has times in words, and as ISO text in its params', () => {
    const shift = '2026-10-31T22:00:00-05:00/2026-11-01T06:00:00-06:00';
    expect(refusalText('OVERLAPPING_SHIFT', { shift })).toEqual({
      code: 'OVERLAPPING_SHIFT',
      message: 'This overlaps the shift Sat 31 Oct, 22:00 to 06:00.',
      params: { shift },
    });
  });

  it.each([
    ['supportRequest', 'There is no such support request, or it is not yours to see.'],
    ['shift', 'There is no such shift, or it is not yours to see.'],
  ])('names the missing thing: %s', (what, message) =>
    expect(refusalText('NOT_FOUND', { what }).message).toBe(message),
  );

  it('has singular and plural', () => {
    expect(refusalText('HOLDS_SEATS', { seats: 1 }).message).toMatch(/holds 1 seat in/);
    expect(refusalText('HOLDS_SEATS', { seats: 2 }).message).toMatch(/holds 2 seats in/);
  });

  it('does not read its values as sentences', () =>
    expect(refusalText('UNKNOWN_COLUMN', { column: '{line, number} <b>' }).message).toBe(
      'The file has no column "{line, number} <b>".',
    ));

  it('about a seat uses only Latin-1', () => {
    const keys = KEYS.slice(KEYS.indexOf('SHIFT_CANCELLED'), KEYS.indexOf('TOO_MANY_NIGHTS') + 1);
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) expect(EN[key]).toMatch(/^[\x00-\xff]+$/);
  });
});
