import { areaIn, locationsOf, placesOf } from './placing.js';

const rule = (equals: string, locationId: string): { equals: string; locationId: string } => ({
  equals,
  locationId,
});
const RULES = [rule(' Media Lab ', 'a'), rule('media lab', 'b'), rule('Lesesaal Ä', 'c'), rule('', 'd')];

describe('the location of a request', () => {
  it.each([
    ['a text that equals a rule', 'Media Lab', 'a'],
    ['other case and outer spaces', '  mEDIA lAB', 'a'],
    ['an umlaut in other case', 'LESESAAL ä', 'c'],
    ['a part of a rule', 'Media', 'own'],
    ['a text no rule has', 'Stacks', 'own'],
    ['a name that every object has', 'constructor', 'own'],
    ['no place', null, 'own'],
  ])('with %s', (_name, place, expected) => {
    expect(placesOf({ locationId: 'own', locationRules: RULES })(place)).toBe(expected);
  });

  it('is none where no rule matches and the source has none', () => {
    const locationOf = placesOf({ locationId: null, locationRules: RULES });
    expect([locationOf('Stacks'), locationOf(null), locationOf('Media Lab')]).toEqual([null, null, 'a']);
  });
});

describe('the locations of a source', () => {
  it.each([
    [null, [], []],
    ['own', [], ['own']],
    ['own', [rule('x', 'a'), rule('y', 'own'), rule('z', 'a')], ['own', 'a']],
    [null, [rule('x', 'a'), rule('y', 'b')], ['a', 'b']],
  ])('are each told once: %s and %j', (locationId, locationRules, expected) => {
    expect(locationsOf({ locationId, locationRules })).toEqual(expected);
  });
});

describe('the area of a count', () => {
  const source = { locationId: 'own', locationRules: [rule('N', 'a'), rule('S', 'a'), rule('B', 'b')] };
  it.each([
    ['its own', { area: 'Door', place: 'N', locationId: 'a' }, 'Door'],
    ['its place, where others are the same location', { area: '', place: ' N ', locationId: 'a' }, 'N'],
    ['none, where its place is a location', { area: '', place: 'B', locationId: 'b' }, ''],
    ['its place, which no rule names', { area: '', place: 'Hall', locationId: 'own' }, 'Hall'],
    ['none without a place', { area: '', place: null, locationId: 'own' }, ''],
    ['the start of a long place', { area: '', place: 'x'.repeat(150), locationId: 'own' }, 'x'.repeat(100)],
  ])('is %s', (_name, count, expected) => {
    expect(areaIn(source, count)).toBe(expected);
  });
});
