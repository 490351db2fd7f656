import fc from 'fast-check';
import { runs } from '../../../../../test/support/property-runs.js';
import { filesIn, isFrom, matchesPattern } from './attachments.js';

describe('a pattern of file names', () => {
  it.each([
    ['tickets.csv', 'tickets.csv', true],
    ['TICKETS.csv', 'tickets.CSV', true],
    ['tickets.csv', 'ticket.csv', false],
    ['xtickets.csv', 'tickets.csv', false],
    ['tickets-2026-10.csv', 'tickets-*.csv', true],
    ['tickets-.csv', 'tickets-*.csv', true],
    ['tickets-1.csv.gz', 'tickets-*.csv', false],
    ['a-b-c', '*b*', true],
    ['ab', 'ab*b', false],
    ['tickets.csv', '*', true],
    ['tickets+csv', 'tickets.csv', false],
    ['aXbYc', 'a*b*c', true],
    ['acb', 'a*b*c', false],
    ['Sto\u0308rungen.csv', 'St\u00f6r*.csv', true],
  ])('%s is as %s says: %s', (name, pattern, expected) => {
    expect(matchesPattern(name, pattern)).toBe(expected);
  });

  it('means the same as a regular expression', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (name, pattern) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(matchesPattern(name, pattern)).toBe(regular.test(name));
      }),
      { numRuns: runs(300) },
    );
  });

  it('of many stars takes no time for a long name', () => {
    expect(matchesPattern('a'.repeat(5_000), `${'*a'.repeat(90)}*b`)).toBe(false);
  });
});

describe('a sender', () => {
  it.each([
    ['maya@example.edu', 'MAYA@example.edu', true],
    ['maya@example.edu', '@example.edu', true],
    ['maya@x.example.edu', '@example.edu', false],
    ['maya@example.edu.evil.example', '@example.edu', false],
    ['xmaya@example.edu', 'maya@example.edu', false],
  ])('%s is %s: %s', (address, wanted, expected) => {
    expect(isFrom(address, wanted)).toBe(expected);
  });
});

describe('the files in a message', () => {
  const csv = { part: '2', type: 'text/csv', size: 7 };
  const forwarded = {
    part: '3',
    type: 'message/rfc822',
    childNodes: [{ type: 'multipart/mixed', childNodes: [{ ...csv, part: '3.2' }] }],
  };

  it('are those of all its parts, also of a forwarded message', () => {
    const structure = {
      type: 'multipart/mixed',
      childNodes: [{ part: '1', type: 'text/plain' }, csv, forwarded],
    };
    expect(filesIn(structure, undefined).map(({ part }) => part)).toEqual(['2', '3.2']);
  });

  it('are those of a forwarded message that is all there is', () => {
    const inner = { type: 'multipart/mixed', childNodes: [csv] };
    const files = filesIn({ type: 'message/rfc822', childNodes: [inner] }, undefined);
    expect(files).toEqual([{ part: '1.2', size: 7 }]);
  });

  it('are the message itself when it is nothing else', () => {
    expect(filesIn({ type: 'text/csv', size: 9 }, undefined)).toEqual([{ part: '1', size: 9 }]);
  });

  it('are called as their disposition says, otherwise as their type', () => {
    const named = {
      ...csv,
      type: 'application/octet-stream',
      dispositionParameters: { filename: 'a.csv' },
      parameters: { name: 'b.bin' },
    };
    expect(filesIn(named, 'a.*')).toHaveLength(1);
    expect(filesIn(named, 'b.*')).toEqual([]);
    expect(filesIn({ ...named, dispositionParameters: {} }, 'b.*')).toHaveLength(1);
  });

  it('without a name are none of those that a pattern tells', () => {
    expect(filesIn(csv, '*')).toEqual([]);
  });
});
