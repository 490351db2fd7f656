import fc from 'fast-check';
import { DateTime } from 'luxon';
import { runs } from '../../test/support/property-runs.js';
import { Meanings, type Category } from './categories.js';
import { MINUTE } from './interval.js';
import type { Weekday } from './local-date.js';
import {
  candidatesFor,
  chosenRule,
  dependsOnStaffing,
  onShiftAt,
  sumOf,
  type Arrival,
  type OnShift,
  type RoutingRule,
} from './routing.js';
import { PRIORITIES } from './service-clock.js';
import { TIERS } from './tiers.js';

const CHICAGO = 'America/Chicago';
const category = (name: string, mergedInto: string | null = null): Category => ({
  id: `id of ${name}`,
  name,
  readLevel: null,
  directional: false,
  mergedIntoId: mergedInto === null ? null : `id of ${mergedInto}`,
});
const MEANINGS = new Meanings([
  category('printing'),
  category('HP 4050', 'printing'),
  category('plotter', 'HP 4050'),
  category('login'),
]);
const NOBODY: OnShift = new Map();
const rule = (rest: Partial<RoutingRule> = {}): RoutingRule => ({
  locationId: null,
  categories: null,
  priorities: null,
  hours: null,
  staffing: null,
  positionId: null,
  tier: 'campus-it',
  ...rest,
});
/** Opened on Tuesday, 27 October 2026, at noon. */
const arrival = (rest: Partial<Arrival> = {}): Arrival => ({
  locationId: 'main',
  timeZone: CHICAGO,
  at: Date.parse('2026-10-27T12:00:00-05:00'),
  category: null,
  priority: 'normal',
  ...rest,
});
const chosen = <Rule extends RoutingRule>(rules: readonly Rule[], of: Arrival, onShift = NOBODY) =>
  chosenRule(candidatesFor(rules, of, MEANINGS), onShift);
const isMet = (one: RoutingRule, of: Arrival, onShift = NOBODY): boolean =>
  chosen([one], of, onShift) !== null;

describe('a rule is met', () => {
  const printing = rule({ categories: ['printing', 'projector'] });
  const urgent = rule({ priorities: ['high', 'urgent'] });
  it.each<[string, RoutingRule, Partial<Arrival>, boolean]>([
    ['without any condition', rule(), {}, true],
    ['at its location', rule({ locationId: 'main' }), {}, true],
    ['at no other location', rule({ locationId: 'annex' }), {}, false],
    ['by its category', printing, { category: 'printing' }, true],
    ['by any of its categories, also one that nobody keeps', printing, { category: 'projector' }, true],
    ['by a category that was merged into its own', printing, { category: 'HP 4050' }, true],
    ['by one that was merged into a merged one', printing, { category: 'plotter' }, true],
    [
      'by the category into which its own was merged',
      rule({ categories: ['plotter'] }),
      { category: 'printing' },
      true,
    ],
    ['not by another category', printing, { category: 'login' }, false],
    ['not by a request without a category', printing, { category: null }, false],
    ['by one of its priorities', urgent, { priority: 'high' }, true],
    ['not by another priority', urgent, { priority: 'normal' }, false],
  ])('%s', (_name, one, of, expected) => {
    expect(isMet(one, arrival(of))).toBe(expected);
  });

  it('only by all of its conditions at once', () => {
    const both = rule({ categories: ['printing'], priorities: ['urgent'] });
    expect(isMet(both, arrival({ category: 'printing', priority: 'urgent' }))).toBe(true);
    expect(isMet(both, arrival({ category: 'printing' }))).toBe(false);
    expect(isMet(both, arrival({ priority: 'urgent' }))).toBe(false);
  });
});

describe('the hours of a rule', () => {
  const nights = { weekdays: [5] as Weekday[], startsAt: '22:00', endsAt: '02:00' };
  const sundays = { weekdays: [7] as Weekday[], startsAt: '00:30', endsAt: '03:30' };
  const saturdays = { weekdays: [6] as Weekday[], startsAt: '22:00', endsAt: '01:30' };
  it.each([
    ['begin with their first minute', nights, CHICAGO, '2026-10-30T22:00:00-05:00', true],
    ['do not hold before', nights, CHICAGO, '2026-10-30T21:59:59-05:00', false],
    ['reach into the next day', nights, CHICAGO, '2026-10-31T01:59:59-05:00', true],
    ['end before their last minute', nights, CHICAGO, '2026-10-31T02:00:00-05:00', false],
    ['do not hold on the night before', nights, CHICAGO, '2026-10-30T01:00:00-05:00', false],
    [
      'are those of the location, not of another zone',
      nights,
      'Asia/Kathmandu',
      '2026-10-30T22:00:00-05:00',
      false,
    ],
    ['hold in the zone of the location', nights, 'Asia/Kathmandu', '2026-10-30T22:00:00+05:45', true],
    [
      'with equal times are a whole day',
      { weekdays: [2] as Weekday[], startsAt: '06:00', endsAt: '06:00' },
      CHICAGO,
      '2026-10-28T05:59:00-05:00',
      true,
    ],
    [
      'of the night of 25 hours hold in the first of the repeated hours',
      saturdays,
      CHICAGO,
      '2026-11-01T01:45:00-05:00',
      true,
    ],
    [
      'of that night hold in the second one until their end',
      saturdays,
      CHICAGO,
      '2026-11-01T01:29:00-06:00',
      true,
    ],
    ['of that night end in the second one', saturdays, CHICAGO, '2026-11-01T01:30:00-06:00', false],
    [
      'of the night of 23 hours hold before the missing hour',
      sundays,
      CHICAGO,
      '2026-03-08T01:59:00-06:00',
      true,
    ],
    ['of that night hold after the missing hour', sundays, CHICAGO, '2026-03-08T03:00:00-05:00', true],
    ['of that night end as the clock shows', sundays, CHICAGO, '2026-03-08T03:30:00-05:00', false],
    [
      'of which the first hour is missing begin after it, by as much as is missing',
      { weekdays: [7] as Weekday[], startsAt: '02:30', endsAt: '05:00' },
      CHICAGO,
      '2026-03-08T03:29:00-05:00',
      false,
    ],
  ])('%s', (_name, hours, timeZone, at, expected) => {
    expect(isMet(rule({ hours }), arrival({ timeZone, at: Date.parse(at) }))).toBe(expected);
  });
});

describe('who is on shift', () => {
  const two: OnShift = new Map([
    ['desk', 1],
    ['lab', 1],
  ]);
  const desk: OnShift = new Map([['desk', 1]]);
  it.each([
    ['somebody is wanted and there', 'somebody-on-shift', null, two, true],
    ['somebody is wanted and nobody there', 'somebody-on-shift', null, NOBODY, false],
    ['nobody is wanted and somebody there', 'nobody-on-shift', null, desk, false],
    ['nobody is wanted and nobody there', 'nobody-on-shift', null, NOBODY, true],
    ['somebody of a position is wanted and there', 'somebody-on-shift', 'lab', two, true],
    ['somebody of a position is wanted and only others there', 'somebody-on-shift', 'lab', desk, false],
    ['nobody of a position is wanted and only others there', 'nobody-on-shift', 'lab', desk, true],
    ['nobody of a position is wanted and one there', 'nobody-on-shift', 'desk', two, false],
  ] as const)('decides when %s', (_name, staffing, positionId, onShift, expected) => {
    expect(isMet(rule({ staffing, positionId }), arrival(), onShift)).toBe(expected);
  });

  it('is asked only when the first candidate depends on it', () => {
    const asks = rule({ staffing: 'nobody-on-shift' });
    const depends = (rules: RoutingRule[]): boolean =>
      dependsOnStaffing(candidatesFor(rules, arrival(), MEANINGS));
    expect(depends([asks, rule()])).toBe(true);
    expect(depends([rule(), asks])).toBe(false);
    expect(depends([rule({ categories: ['login'] }), asks])).toBe(true);
    expect(depends([])).toBe(false);
  });

  it('is counted by position, from the start of each shift and before its end', () => {
    const teams = [
      { positionId: 'desk', starts: [0, 5, 10], ends: [10, 15, 20] },
      { positionId: 'lab', starts: [12], ends: [14] },
      { positionId: 'desk', starts: [9], ends: [11] },
    ];
    expect(onShiftAt(teams, 10)).toEqual(new Map([['desk', 3]]));
    expect(onShiftAt(teams, 13)).toEqual(
      new Map([
        ['desk', 2],
        ['lab', 1],
      ]),
    );
    expect(sumOf(onShiftAt(teams, 13))).toBe(3);
    expect(onShiftAt(teams, 20).size).toBe(0);
  });
});

describe('of several rules', () => {
  const named = (name: string, rest: Partial<RoutingRule> = {}) => ({ ...rule(rest), name });
  it.each([
    ['the first wins', [named('a'), named('b')], 'a'],
    [
      'one of the location wins over one for all',
      [named('all'), named('own', { locationId: 'main' })],
      'own',
    ],
    [
      'the next one is asked when the first is not met',
      [named('a', { categories: ['login'] }), named('b', { tier: 'library' }), named('c')],
      'b',
    ],
    [
      'those for all are asked when none of the location is met',
      [named('all'), named('own', { locationId: 'main', staffing: 'somebody-on-shift' })],
      'all',
    ],
    ['those of other locations are not asked', [named('other', { locationId: 'annex' })], undefined],
    ['none may be met', [], undefined],
  ])('%s', (_name, rules, expected) => {
    expect(chosen(rules, arrival())?.name).toBe(expected);
  });
});

describe('choosing', () => {
  const NAMES = ['a', 'b', 'c', 'd'];
  const POSITIONS = ['desk', 'lab'];
  // No clock changes in these weeks; the tables above have those.
  const START = Date.parse('2026-07-06T00:00:00Z');
  const WEEKS = 2;

  const times = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const hours = fc.record({
    weekdays: fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
    startsAt: times,
    endsAt: times,
  });
  const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 1 });
  const rules = fc.record<RoutingRule>({
    locationId: fc.constantFrom(null, 'main', 'annex'),
    categories: maybe(fc.uniqueArray(fc.constantFrom(...NAMES, 'none'), { minLength: 1, maxLength: 3 })),
    priorities: maybe(fc.uniqueArray(fc.constantFrom(...PRIORITIES), { minLength: 1 })),
    hours: maybe(hours),
    staffing: fc.constantFrom(null, 'somebody-on-shift', 'nobody-on-shift'),
    positionId: maybe(fc.constantFrom(...POSITIONS)),
    tier: fc.constantFrom(...TIERS),
  });
  const arrivals = fc.record<Arrival>({
    locationId: fc.constantFrom('main', 'annex'),
    timeZone: fc.constantFrom('UTC', CHICAGO, 'Asia/Kathmandu', 'Australia/Lord_Howe'),
    at: fc.integer({ min: 0, max: WEEKS * 7 * 24 * 60 }).map((minute) => START + minute * MINUTE),
    category: fc.constantFrom(null, ...NAMES, 'none'),
    priority: fc.constantFrom(...PRIORITIES),
  });
  /** Each category is merged into an earlier one, or into none. */
  const merges = fc.tuple(...NAMES.map((_name, index) => maybe(fc.nat({ max: Math.max(0, index - 1) }))));
  const people = fc.dictionary(fc.constantFrom(...POSITIONS), fc.nat({ max: 2 }));

  it('finds what reading one rule after the other finds', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 6 }), arrivals, merges, people, (all, of, into, there) => {
        const merged = into.map((at, index) => (at !== null && at < index ? NAMES[at]! : null));
        const meanings = new Meanings(NAMES.map((name, index) => category(name, merged[index] ?? null)));
        const onShift = new Map(Object.entries(there));
        const found = chosenRule(candidatesFor(all, of, meanings), onShift);
        expect(found).toBe(naive(all, of, (word) => rootOf(word, merged), there));
      }),
      { seed: 20261130, numRuns: runs(2000) },
    );
  });

  function rootOf(word: string, merged: readonly (string | null)[]): string {
    const parent = merged[NAMES.indexOf(word)] ?? null;
    return parent === null ? word : rootOf(parent, merged);
  }

  function naive(
    all: readonly RoutingRule[],
    of: Arrival,
    root: (word: string) => string,
    there: Readonly<Record<string, number>>,
  ): RoutingRule | null {
    for (const scope of [of.locationId, null])
      for (const one of all) {
        if (one.locationId !== scope) continue;
        const { category: word } = of;
        if (one.categories && (word === null || !one.categories.map(root).includes(root(word)))) continue;
        if (one.priorities && !one.priorities.includes(of.priority)) continue;
        if (one.hours && !shows(one.hours, of)) continue;
        const count = Object.entries(there)
          .filter(([position]) => one.positionId === null || position === one.positionId)
          .reduce((sum, [, number]) => sum + number, 0);
        if (one.staffing === 'somebody-on-shift' && count === 0) continue;
        if (one.staffing === 'nobody-on-shift' && count > 0) continue;
        return one;
      }
    return null;
  }

  /** By what the clock on the wall shows. */
  function shows({ weekdays, startsAt, endsAt }: NonNullable<RoutingRule['hours']>, of: Arrival): boolean {
    const local = DateTime.fromMillis(of.at, { zone: of.timeZone });
    const time = local.toFormat('HH:mm');
    const isOn = (days: number): boolean => weekdays.includes(local.minus({ days }).weekday);
    return startsAt < endsAt
      ? isOn(0) && startsAt <= time && time < endsAt
      : (isOn(0) && time >= startsAt) || (isOn(1) && time < endsAt);
  }
});
