import { filled, missingToOpen } from './filled.js';

const description = {
  parameters: [
    { name: 'host', label: 'Host', example: '' },
    { name: 'key', label: 'Key', example: '', encoding: 'basic-user' as const },
    { name: 'group', label: 'Group', example: '', isOptional: true },
    { name: 'desks', label: 'Desks', example: '', isList: true },
  ],
  settings: {
    baseUrl: 'https://[[host]]/api',
    auth: { value: 'Basic [[key]]', body: JSON.stringify({ secret: '[[group]]' }) },
    values: { tier: { '[[group]]': 'campus-it' } },
    list: ['[[group]] and [[group]]', '[[unknown]]', '[[desks]]'],
    query: 'in ([[desks]])',
    perMinute: 60,
  },
};

describe('a ready-made description', () => {
  it('gets a value in each place, in names and in JSON within texts too', () => {
    expect(
      filled(description, { host: 'desk.example.edu', key: 'abc', group: ' "Campus" \\ IT ', desks: 'A, B' }),
    ).toEqual({
      baseUrl: 'https://desk.example.edu/api',
      auth: { value: `Basic ${btoa('abc:X')}`, body: JSON.stringify({ secret: '"Campus" \\ IT' }) },
      values: { tier: { '"Campus" \\ IT': 'campus-it' } },
      list: ['"Campus" \\ IT and "Campus" \\ IT', '[[unknown]]', 'A', 'B'],
      query: 'in (A, B)',
      perMinute: 60,
    });
  });

  it.each([
    ['desk.example.edu', 'https://desk.example.edu/api'],
    ['https://desk.example.edu/agent?x=1', 'https://desk.example.edu/api'],
    ['HTTP://desk.internal:8080/', 'HTTP://desk.internal:8080/api'],
    [' desk.example.edu/ ', 'https://desk.example.edu/api'],
    ['$&', 'https://$&/api'],
  ])('takes the host from %j', (host, baseUrl) => {
    expect(filled(description, { host, key: 'abc', desks: 'A' })!['baseUrl']).toBe(baseUrl);
  });

  it('leaves out whatever an optional parameter stands in that was left empty', () => {
    expect(filled(description, { host: 'desk.example.edu', key: 'abc', group: ' ', desks: 'A' })).toEqual({
      baseUrl: 'https://desk.example.edu/api',
      auth: { value: `Basic ${btoa('abc:X')}`, body: '{}' },
      values: { tier: {} },
      list: ['[[unknown]]', 'A'],
      query: 'in (A)',
      perMinute: 60,
    });
  });

  describe('that can open tickets', () => {
    const opening = {
      parameters: [
        { name: 'host', label: 'Host', example: '' },
        { name: 'group', label: 'Group', example: '', isOptional: true, isForOpening: true, isNumber: true },
        { name: 'customer', label: 'Customer', example: '', isOptional: true, isForOpening: true },
      ],
      settings: {
        baseUrl: 'https://[[host]]',
        values: { tier: { '[[group]]': 'campus-it' } },
        onlyWhen: { isOneOf: ['[[group]]'] },
        open: { body: JSON.stringify({ to: ['[[group]]'], who: '[[customer]]', words: 'of [[group]]' }) },
      },
    };

    it('has numbers as numbers in bodies, and as texts elsewhere', () => {
      const values = { host: 'a', group: ' 42 ', customer: 'desk@example.edu' };
      expect(filled(opening, values)).toEqual({
        baseUrl: 'https://a',
        values: { tier: { '42': 'campus-it' } },
        onlyWhen: { isOneOf: ['42'] },
        open: { body: JSON.stringify({ to: [42], who: 'desk@example.edu', words: 'of 42' }) },
      });
      expect(missingToOpen(opening, values)).toEqual([]);
    });

    it('only collects while something for that is missing, and says what', () => {
      const values = { host: 'a', group: '42', customer: ' ' };
      expect(filled(opening, values)).toEqual({
        baseUrl: 'https://a',
        values: { tier: { '42': 'campus-it' } },
        onlyWhen: { isOneOf: ['42'] },
      });
      expect(missingToOpen(opening, values)).toEqual(['Customer']);
      expect(missingToOpen(opening, { host: 'a' })).toEqual(['Group', 'Customer']);
      expect(missingToOpen(description, {})).toBeNull();
    });

    it('takes no other text for a number', () => {
      expect(filled(opening, { host: 'a', group: 'Campus IT', customer: '' })).toBeNull();
    });
  });

  it.each([
    ['with a blank host', { host: ' ', key: 'abc', desks: 'A' }],
    ['with a key that cannot be written in Base64', { host: 'desk.example.edu', key: 'abc–def', desks: 'A' }],
  ])('cannot be sent %s', (_name, values) => {
    expect(filled(description, values)).toBeNull();
  });
});
