import { allAt, firstAt, isJsonPath, jsonPath, listAt } from './json-path.js';

const ANSWER = {
  tickets: [{ id: 1, 'a.b': 'x', queue: { name: 'Desk' } }, { id: 2 }],
  none: [],
  text: 'words',
  nothing: null,
};

describe('a JSONPath of settings', () => {
  it.each([
    ['$'],
    ['$.created_at'],
    ["$['a.b']"],
    ["$['two..dots']"],
    ['$["it\'s..quoted"]'],
    ["$['resolved_at', 'closed_at']"],
    ['$.fields[0].name'],
    ['$.fields[-1:]'],
    ["$.custom[?@.name=='Building'].value"],
    ["$.custom[?@.name=='a' || @.name=='$']"],
    ['$.custom[?length(@.name) > 3]'],
  ])('%s is accepted', (path) => {
    expect(isJsonPath(path)).toBe(true);
  });

  it.each([
    [''],
    ['created_at'],
    ['$.'],
    ['$..id'],
    ["$['a']..b['c']"],
    ['$["a\'"]..b["\'"]'],
    ['$[?@..id]'],
    ["$['open"],
    ["$[?match(@.a, '(a+)+$')]"],
    ["$[?search(@.a, '(a+)+$')]"],
    ['$.a b'],
    ['$.a; process.exit()'],
  ])('%s is refused', (path) => {
    expect(isJsonPath(path)).toBe(false);
    expect(() => jsonPath(path)).toThrow();
  });

  // Each selector of a segment multiplies the work of the next one.
  it.each([
    ['selectors that multiply', `$${'[0,0]'.repeat(50)}`],
    ['selectors that multiply for all', `$${'[*,*]'.repeat(50)}`],
    ['selectors that multiply in a filter', `$[?@${'[*,*]'.repeat(40)}]`],
    ['filters that begin at the root again', '$.a[?$.a[?$.a[?$.a[?$.a[?@.b]]]]]'],
    ['a filter that looks at all for each one', '$.tickets[?count($.tickets[*]) > 1]'],
  ])('is refused with %s', (_name, path) => {
    expect(isJsonPath(path)).toBe(false);
  });

  it.each([
    ['$.tickets[0].id', 1],
    ["$.tickets[0]['a.b']", 'x'],
    ['$.tickets[*].queue.name', 'Desk'],
    ['$.nothing', null],
    ['$.nowhere.at.all', undefined],
    ['$.constructor', undefined],
    ["$['__proto__']", undefined],
    ['$.text.length', undefined],
    ["$.tickets['length']", undefined],
  ])('%s leads to the first value', (path, value) => {
    expect(firstAt(jsonPath(path), ANSWER)).toEqual(value);
  });

  it('leads to all values, and to none in what is no object', () => {
    expect(allAt(jsonPath('$.tickets[*].id'), ANSWER)).toEqual([1, 2]);
    for (const value of [null, 'text', 7, true]) expect(allAt(jsonPath('$.a[*]'), value)).toEqual([]);
  });

  it.each<[string, unknown[] | null]>([
    ['$.tickets', ANSWER.tickets],
    ['$.tickets[*]', ANSWER.tickets],
    ['$.tickets[*].queue', [{ name: 'Desk' }]],
    ['$.none', []],
    ['$.none[*]', []],
    ['$.text', null],
    ['$.nothing', null],
    ['$.nowhere', null],
  ])('%s leads to a list', (path, list) => {
    expect(listAt(jsonPath(path), ANSWER)).toEqual(list);
  });

  it('reads a very deep answer', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(firstAt(jsonPath('$[0][0].id'), deep)).toBeUndefined();
    expect(allAt(jsonPath('$[*].id'), deep)).toEqual([]);
  });
});
