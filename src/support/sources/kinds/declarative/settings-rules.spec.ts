import { DomainError } from '../../../../domain/errors.js';
import { checkedSettings } from '../../source-settings.js';

type Settings = Record<string, unknown>;

const OFFSET = { kind: 'offset', parameter: 'offset', sizeParameter: 'limit', size: 100 };
const TOKEN = {
  kind: 'token',
  method: 'POST',
  path: '/token',
  body: '{"key":"k"}',
  answer: 'json',
  at: '$.token',
  header: 'authorization',
  prefix: 'Bearer ',
  lifetimeMinutes: 60,
};
const right = (): Settings => ({
  baseUrl: 'https://helpdesk.example.edu/api',
  auth: { kind: 'header', name: 'x-api-key', value: 'the key' },
  list: { method: 'GET', path: '/tickets', query: { since: '{since}' }, items: '$.tickets' },
  paging: { ...OFFSET },
  stop: 'empty',
  fields: { externalId: '$.id', updatedAt: '$.updated', openedAt: '$.opened' },
  time: { format: 'iso', zone: 'America/Chicago' },
  perMinute: 60,
});
const OPEN = {
  path: '/tickets',
  body: '{"title":"{title}","level":"{#priority}"}',
  id: '$.id',
  find: { path: '/tickets', items: '$' },
};
const NUMBERS = { low: '1', normal: '2', high: '3', urgent: '4' };
const LIST = right()['list'] as Settings;
const FIELDS = right()['fields'] as Settings;

/** Settings with some of them changed, by their names with dots. */
function withChange(change: Settings): Settings {
  const settings = right();
  for (const [path, value] of Object.entries(change)) {
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce((object, name) => (object[name] ??= {}) as Settings, settings);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return settings;
}

/** The settings, made of objects of the realm that the product’s libraries know. */
const checked = (settings: unknown): ReturnType<typeof checkedSettings> =>
  checkedSettings('declarative', structuredClone(settings) as Settings, { name: 'json' });

/** What is refused: `field code` with the rule. */
function refusedFor(settings: unknown): string[] {
  try {
    checked(settings);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const text = JSON.stringify(error.options.violations);
    for (const secret of ['the key', 'k1-secret']) expect(text).not.toContain(secret);
    return (error.options.violations ?? []).map(({ field, code, params }) =>
      [field, code, params?.['rule']].filter((part) => part !== undefined).join(' '),
    );
  }
}

describe('settings of a description', () => {
  it.each<[name: string, change: Settings]>([
    ['as they are', {}],
    ['without credentials', { auth: { kind: 'none' } }],
    ['with a token', { auth: TOKEN }],
    ['with a token that is the answer', { auth: { ...TOKEN, answer: 'text', at: undefined, prefix: '' } }],
    ['with a POST', { 'list.method': 'POST', 'list.body': '{"a":"{since}"}' }],
    [
      'with pages by keyset',
      {
        'list.query': { q: 'id > {afterId}' },
        paging: { kind: 'keyset', first: '0', sizeParameter: 'n', size: 2 },
      },
    ],
    [
      'with pages by spans',
      {
        'list.query': { since: '{since}', until: '{until}' },
        paging: { kind: 'window', minutes: 60, maximum: 2 },
      },
    ],
    ['with a next page', { paging: { kind: 'link' }, stop: 'no-next' }],
    ['with a total in a header', { stop: 'total', total: 'header:X-Total-Count' }],
    ['with one request for each ticket', { details: true, ticket: { path: '/tickets/{id}' } }],
    [
      'with the number of a ticket in a body',
      { ticket: { method: 'POST', path: '/one', body: '{"id":"{id}"}' } },
    ],
    [
      'with words',
      { values: { tier: { IT: 'campus-it', desk: 'library' }, category: { constructor: 'x' } } },
    ],
    ['with names of JavaScript as parameters', { 'list.query': { constructor: '1', toString: '2' } }],
  ])('%s are accepted', (_name, change) => {
    expect(refusedFor(withChange(change))).toEqual([]);
  });

  it.each<[name: string, change: Settings, refused: string[]]>([
    [
      'a path of another server',
      { 'list.path': '//evil.example.com/' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    [
      'a whole address',
      { 'list.path': 'https://evil.example.com/' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    [
      'a path with a backslash',
      { 'list.path': '/\\evil.example.com' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    ['a path to above', { 'list.path': '/../admin' }, ['settings.list.path INVALID_FIELD server-path']],
    [
      'a path to above in the middle',
      { 'list.path': '/a/..' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    [
      'a hidden path to above',
      { 'list.path': '/a/%2E%2e/b' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    [
      'a path with a line break',
      { 'list.path': '/a\r\nx: y' },
      ['settings.list.path INVALID_FIELD server-path'],
    ],
    [
      'a ticket’s path of another server',
      { ticket: { path: '//evil/{id}' } },
      ['settings.ticket.path INVALID_FIELD server-path'],
    ],
    [
      'a token’s path of another server',
      { auth: { ...TOKEN, path: 'https://evil/' } },
      ['settings.auth.path INVALID_FIELD server-path'],
    ],
    [
      'a header with a line break',
      { 'auth.value': 'the key\r\nx-admin: 1' },
      ['settings.auth.value INVALID_FIELD header-text'],
    ],
    [
      'a header that ends with a line break',
      { 'auth.value': 'the key\n' },
      ['settings.auth.value INVALID_FIELD header-text'],
    ],
    [
      'a header with other letters',
      { 'auth.value': 'the key ü' },
      ['settings.auth.value INVALID_FIELD header-text'],
    ],
    [
      'a header’s name with a line break',
      { 'auth.name': 'x\r\ny' },
      ['settings.auth.name INVALID_FIELD header-name'],
    ],
    [
      'a header’s name that ends with a line break',
      { 'auth.name': 'x-key\n' },
      ['settings.auth.name INVALID_FIELD header-name'],
    ],
    [
      'a header that frames',
      { 'auth.name': 'Transfer-Encoding' },
      ['settings.auth.name INVALID_FIELD header-name'],
    ],
    ['the header of the host', { 'auth.name': 'HOST' }, ['settings.auth.name INVALID_FIELD header-name']],
    [
      'a prefix with a line break',
      { auth: { ...TOKEN, prefix: 'Bearer\n' } },
      ['settings.auth.prefix INVALID_FIELD header-text'],
    ],
    [
      'a password with a line break',
      { auth: { kind: 'basic', user: 'maya', password: 'k1-secret\n' } },
      ['settings.auth.password INVALID_FIELD header-text'],
    ],
    ['no secret', { 'auth.value': undefined }, ['settings.auth.value INVALID_FIELD header-text']],
    [
      'no kind of credentials',
      { auth: { value: 'k1-secret' } },
      ['settings.auth.value UNKNOWN_FIELD', 'settings.auth.kind INVALID_FIELD one-of'],
    ],
    [
      'credentials of JavaScript',
      { auth: { kind: 'constructor' } },
      ['settings.auth.kind INVALID_FIELD one-of'],
    ],
    [
      'credentials of the prototype',
      { auth: { kind: '__proto__' } },
      ['settings.auth.kind INVALID_FIELD one-of'],
    ],
    ['pages of JavaScript', { paging: { kind: 'toString' } }, ['settings.paging.kind INVALID_FIELD one-of']],
    [
      'JSON without where the token is',
      { auth: { ...TOKEN, at: undefined } },
      ['settings.auth.at INVALID_FIELD needed-with'],
    ],
    ['two dots', { 'fields.openedAt': '$..opened' }, ['settings.fields.openedAt INVALID_FIELD json-path']],
    [
      'a pattern',
      { 'fields.openedAt': "$[?match(@.a,'(a+)+')]" },
      ['settings.fields.openedAt INVALID_FIELD json-path'],
    ],
    [
      'a very long path',
      { 'fields.openedAt': `$.${'a'.repeat(300)}` },
      ['settings.fields.openedAt INVALID_FIELD json-path'],
    ],
    [
      'a date without a time',
      { 'time.format': 'yyyy-MM-dd' },
      ['settings.time.format INVALID_FIELD date-format'],
    ],
    ['an unknown zone', { 'time.zone': 'Chicago' }, ['settings.time.zone INVALID_FIELD time-zone']],
    [
      'no span',
      { paging: { kind: 'window', minutes: 60, maximum: 10 } },
      ['settings.list INVALID_FIELD must-contain'],
    ],
    [
      'no span at all',
      { 'list.query': undefined, paging: { kind: 'window', minutes: 60, maximum: 10 } },
      ['settings.list INVALID_FIELD must-contain', 'settings.list INVALID_FIELD must-contain'],
    ],
    [
      'no place for the last number',
      { paging: { kind: 'keyset', first: '0', sizeParameter: 'n', size: 10 } },
      ['settings.list INVALID_FIELD must-contain'],
    ],
    ['a body with GET', { 'list.body': '{}' }, ['settings.list.body INVALID_FIELD only-with-post']],
    [
      'a body that is no JSON',
      { 'list.method': 'POST', 'list.body': '{"a":' },
      ['settings.list.body INVALID_FIELD json-object'],
    ],
    [
      'a body that is a list',
      { 'list.method': 'POST', 'list.body': '[1]' },
      ['settings.list.body INVALID_FIELD json-object'],
    ],
    [
      'a ticket’s body that is no object',
      { ticket: { method: 'POST', path: '/{id}', body: 'null' } },
      ['settings.ticket.body INVALID_FIELD json-object'],
    ],
    ['no total', { stop: 'total' }, ['settings.total INVALID_FIELD needed-with']],
    [
      'a total that is nowhere',
      { stop: 'total', total: 'count' },
      ['settings.total INVALID_FIELD json-path'],
    ],
    ['a total in a header that is none', { total: 'header: x' }, ['settings.total INVALID_FIELD json-path']],
    ['an end that is never told', { stop: 'no-next' }, ['settings.stop INVALID_FIELD one-of']],
    ['details of nothing', { details: true }, ['settings.ticket INVALID_FIELD needed-with']],
    [
      'the same ticket each time',
      { ticket: { path: '/ticket' } },
      ['settings.ticket INVALID_FIELD must-contain'],
    ],
    [
      'an unknown tier',
      { values: { tier: { a: 'nobody', b: 'nothing' } } },
      ['settings.values.tier INVALID_FIELD one-of'],
    ],
    [
      'a tier of JavaScript',
      { values: { tier: { a: 'constructor' } } },
      ['settings.values.tier INVALID_FIELD one-of'],
    ],
    [
      'numbers as words',
      { values: { category: { a: 7 } } },
      ['settings.values.category INVALID_FIELD text-by-name'],
    ],
    [
      'the prototype as a parameter',
      { 'list.query': JSON.parse('{"__proto__":"x"}') as unknown },
      ['settings.list.query INVALID_FIELD text-by-name'],
    ],
    ['a list of parameters', { 'list.query': ['a'] }, ['settings.list.query INVALID_FIELD text-by-name']],
    [
      'a page that is no web address',
      { ticketUrl: 'javascript:alert(1)//{id}' },
      ['settings.ticketUrl INVALID_FIELD url'],
    ],
    ['an unknown setting', { evil: 1 }, ['settings.evil UNKNOWN_FIELD']],
    ['an unknown field', { 'fields.evil': '$.a' }, ['settings.fields.evil UNKNOWN_FIELD']],
    ['pages of one', { 'paging.size': 1 }, ['settings.paging.size INVALID_FIELD at-least']],
    ['no requests', { perMinute: 0 }, ['settings.perMinute INVALID_FIELD at-least']],
  ])('with %s are refused', (_name, change, refused) => {
    expect(refusedFor(withChange(change))).toEqual(refused);
  });

  it.each([
    ['auth', null],
    ['auth', 'none'],
    ['auth', [{ kind: 'none' }]],
    ['paging', []],
    ['paging', { kind: ['offset'] }],
    ['list', []],
    ['list', 'GET'],
    ['fields', null],
    ['time', 7],
    ['ticket', []],
    ['values', 'x'],
    ['resolvedWhen', [{ field: '$.a', isOneOf: ['b'] }]],
  ])('whose %s is %j are refused', (name, value) => {
    expect(refusedFor({ ...right(), [name]: value }).join()).toContain(`settings.${name}`);
  });

  it('that name the prototype change no object', () => {
    for (const text of [
      '{"__proto__":{"polluted":1}}',
      '{"list":{"__proto__":{"polluted":1}}}',
      '{"list":{"query":{"__proto__":"polluted"}}}',
      '{"list":{"query":{"__proto__":{"polluted":1}}}}',
      '{"values":{"tier":{"__proto__":"campus-it"}}}',
      '{"values":{"__proto__":{"polluted":{"a":"b"}}}}',
      '{"auth":{"kind":"none","constructor":{"prototype":{"polluted":1}}}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ]) {
      const given = JSON.parse(text) as Settings;
      const list = { ...LIST, ...(given['list'] as Settings | undefined) };
      refusedFor({ ...right(), ...given, list });
      refusedFor(given);
      expect(({} as Settings)['polluted']).toBeUndefined();
    }
  });

  it('keep all words, whatever they are', () => {
    const words = { constructor: 'a', toString: 'b', valueOf: 'c', hasOwnProperty: 'd', usual: 'e' };
    const { settings } = checked(withChange({ values: { category: words }, 'list.query': words }));
    expect(settings['values']).toEqual({ category: words });
    expect((settings['list'] as Settings)['query']).toEqual(words);
  });

  it('take a body as JSON, too', () => {
    const body = { a: ['{since}', 1, { b: null }] };
    const { settings } = checked(withChange({ 'list.method': 'POST', 'list.body': body }));
    expect(JSON.parse((settings['list'] as { body: string }).body)).toEqual(body);
  });

  it.each([
    ['basic', { kind: 'basic', user: 'maya', password: 'p' }, { 'auth.password': 'p' }],
    ['header', { kind: 'header', name: 'x', value: 'v' }, { 'auth.value': 'v' }],
    ['token', TOKEN, { 'auth.body': '{"key":"k"}' }],
    ['none', { kind: 'none' }, {}],
  ])('of %s keep only the secret apart', (_name, auth, secrets) => {
    const split = checked(withChange({ auth }));
    expect(split.secrets).toEqual(secrets);
    const open = Object.fromEntries(Object.entries(auth).filter(([name]) => !(`auth.${name}` in secrets)));
    expect(split.settings).toEqual({ ...right(), fields: FIELDS, auth: open });
  });

  it.each([
    ['numbers for all', NUMBERS, []],
    ['none, where a number is needed', undefined, ['settings.open.priorities INVALID_FIELD numbers-for']],
    [
      'a word, where a number is needed',
      { ...NUMBERS, high: 'High' },
      ['settings.open.priorities INVALID_FIELD numbers-for'],
    ],
    [
      'one missing',
      { low: '1', normal: '2', high: '3' },
      ['settings.open.priorities INVALID_FIELD must-contain'],
    ],
  ])('priorities of new tickets: %s', (_name, priorities, refused) => {
    expect(refusedFor({ ...right(), open: { ...OPEN, ...(priorities && { priorities }) } })).toEqual(refused);
  });

  it.each([
    ['/tickets/{id}/notes', '{"body":"{note}"}', []],
    ['/notes', '{"ticket":"{#id}","body":"{html}"}', []],
    ['/notes', '{"body":"{note}"}', ['note']],
    ['/tickets/{id}/notes', '{"body":"Back"}', ['note.body']],
  ])('a note in a ticket by %s and %s', (path, body, wrong) => {
    const refused = wrong.map((field) => `settings.open.${field} INVALID_FIELD must-contain`);
    const open = { ...OPEN, priorities: NUMBERS, note: { path, body } };
    expect(refusedFor({ ...right(), open })).toEqual(refused);
  });
});
