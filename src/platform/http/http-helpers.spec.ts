import { loggedPath } from '../logging/logging.js';
import { DomainError } from '../../domain/errors.js';
import { requireMatch } from './etag.js';
import { inZone } from '../../domain/iso-text.js';
import { isLocalDate } from '../../domain/local-date.js';
import { parseInstant } from './fields.js';
import { FIRST_ID, ISO_INSTANT, keyBefore, LAST_ID, pageRequest, toPage, UUID } from './paging.js';
import { firstIdAt, newId } from '../ids.js';
import { problemOf } from './problem.js';
import { refuseUnstorable } from './text-guard.js';

describe('an instant', () => {
  it.each([
    ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T01:30:00-06:00', '2026-11-01T07:30:00.000Z'],
    ['2026-11-01T06:30Z', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T06:30:00.123456Z', '2026-11-01T06:30:00.123Z'],
    ['2026-11-01T06:30:00+0530', '2026-11-01T01:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(new Date(parseInstant(text)!).toISOString()).toBe(utc);
  });

  it.each([
    '2026-11-01T06:30:00',
    '2026-11-01 06:30:00Z',
    '2026-11-01',
    '2026-02-29T00:00:00Z',
    '2026-04-31T12:00:00+02:00',
    '2026-13-01T00:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T23:60:00Z',
    '2026-11-01T23:59:60Z',
    '2026-11-01T06:30:00+15:00',
    '2026-11-01T06:30:00z',
    '1969-12-31T23:59:59Z',
    '2200-01-01T00:00:00Z',
    '+002026-11-01T00:00:00Z',
    ' 2026-11-01T00:00:00Z',
    '2026-11-01T00:00:00Z\n',
    '1793491200000',
    '',
  ])('is not %p', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is written in its zone with a numeric offset, its milliseconds kept', () => {
    const instant = new Date('2026-11-01T06:30:00Z');
    expect(inZone(instant, 'America/Chicago')).toBe('2026-11-01T01:30:00-05:00');
    expect(inZone(instant, 'UTC')).toBe('2026-11-01T06:30:00+00:00');
    expect(inZone(new Date('2026-11-01T07:30:00.005Z'), 'America/Chicago')).toBe(
      '2026-11-01T01:30:00.005-06:00',
    );
  });
});

it.each([
  ['2026-02-28', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-2-8', false],
  ['2026-00-10', false],
  ['20260228', false],
  [20260228, false],
  [null, false],
])('%p is a local date: %p', (value, expected) => {
  expect(isLocalDate(value)).toBe(expected);
});

describe('a cursor', () => {
  const ID = '019a0000-0000-7000-8000-000000000001';
  const AT = '2026-10-26T17:00:00.000Z';
  const rows = [
    { at: AT, id: ID },
    { at: AT, id: ID },
  ];

  it('leads from one page to the next', () => {
    const page = toPage(
      rows,
      { limit: 1, after: null },
      (row) => [row.at, row.id],
      (row) => row.id,
    );
    expect(page.items).toEqual([ID]);
    expect(pageRequest({ cursor: page.nextCursor!, limit: 1 }, [ISO_INSTANT, UUID]).after).toEqual([AT, ID]);
  });

  it('is accepted only by its own list', () => {
    const { nextCursor } = toPage(
      rows,
      { limit: 1, after: null },
      (row) => [row.id],
      (row) => row,
    );
    expect(() => pageRequest({ cursor: nextCursor! }, [ISO_INSTANT, UUID])).toThrow(DomainError);
  });

  it.each(['2026-02-30T00:00:00.000Z', '2026-10-26T17:00:00+00:00', 'now', 'infinity'])(
    'is refused with the instant %s',
    (at) => {
      const cursor = Buffer.from(JSON.stringify([at, ID])).toString('base64url');
      expect(() => pageRequest({ cursor }, [ISO_INSTANT, UUID])).toThrow(/nextCursor/);
    },
  );
});

describe('the key before which a page begins', () => {
  const to = new Date('2026-10-26T17:00:00Z');
  const id = '019a0000-0000-7000-8000-000000000000';

  it('is the last row before it, or the end of the time asked for, whichever is earlier', () => {
    const [earlier, later] = ['2026-10-26T16:00:00.000Z', '2026-10-26T18:00:00.000Z'];
    expect(keyBefore(null, { after: null })).toEqual({ at: 'infinity', id: LAST_ID });
    expect(keyBefore(to, { after: null })).toEqual({ at: to, id: FIRST_ID });
    expect(keyBefore(null, { after: [earlier, id] })).toEqual({ at: earlier, id });
    expect(keyBefore(to, { after: [earlier, id] })).toEqual({ at: earlier, id });
    expect(keyBefore(to, { after: [later, id] })).toEqual({ at: to, id: FIRST_ID });
    expect(keyBefore(to, { after: [to.toISOString(), id] })).toEqual({ at: to, id: FIRST_ID });
  });
});

describe('the first id of a moment', () => {
  it('is between the ids made before it and those made from then on', () => {
    const now = Date.now();
    expect(firstIdAt(now) < newId()).toBe(true);
    expect(newId() < firstIdAt(Date.now() + 1)).toBe(true);
    expect(firstIdAt(0x19a_0123_4567)).toBe('019a0123-4567-0000-0000-000000000000');
  });

  it('is an id also for times that no id has', () => {
    expect(firstIdAt(-1)).toBe(FIRST_ID);
    expect(UUID.test(firstIdAt(8.64e15))).toBe(true);
  });
});

describe('the logged path', () => {
  const token = 'k3Jx_-'.padEnd(43, 'A');
  it.each([
    ['/api/v1/auth/invitations/abc', '/api/v1/auth/invitations/[redacted]'],
    ['/api/v1/briefs/abc', '/api/v1/briefs/[redacted]'],
    ['/api/v1/on-duty-screens/abc/data', '/api/v1/on-duty-screens/[redacted]/data'],
    ['/api/v1/calendars/abc.ics', '/api/v1/calendars/[redacted]'],
    [`/api/v1/auth/invitations/${token}?x=${token}`, '/api/v1/auth/invitations/[redacted]'],
    [`/api/v1/auth/invitations/${token}/more`, '/api/v1/auth/invitations/[redacted]/more'],
    [`/AUTH/INVITATIONS/${token}`, '/AUTH/INVITATIONS/[redacted]'],
    [`/auth/%69nvitations/${token}`, '/auth/%69nvitations/[redacted]'],
    [`/${token}`, '/[redacted]'],
    [
      '/api/v1/users/019a0000-0000-7000-8000-000000000001?a=b',
      '/api/v1/users/019a0000-0000-7000-8000-000000000001',
    ],
  ])('of %s is %s', (url, path) => {
    expect(loggedPath(url)).toBe(path);
  });
});

describe('an If-Match header', () => {
  it.each([
    [null, true],
    ['any' as const, true],
    [[2, 3], true],
    [[2], false],
    [[Number.NaN], false],
    [[], false],
  ])('%p allows version 3: %p', (precondition, passes) => {
    const ask = (): void => requireMatch(precondition, 3);
    if (passes) expect(ask).not.toThrow();
    else expect(ask).toThrow('now at version 3');
  });
});

describe('input that cannot be stored', () => {
  it.each([
    [{ a: ['ok', { b: 'x\0' }] }, 'a.1.b'],
    [{ a: { 'k\ud800': 1 } }, 'a'],
    ['\udfff', 'body'],
  ])('is named by its path: %j', (value, path) => {
    expect(() => refuseUnstorable('body', value)).toThrow(`${path} holds a NUL character`);
  });

  it('is nothing else that JSON can hold', () => {
    refuseUnstorable('body', { a: [1, null, true, 'ü𝄞', { b: {} }], '': '' });
    refuseUnstorable('body', undefined);
  });
});

it('an unknown error shows the client no details', () => {
  const { problem } = problemOf(new Error('password=secret'));
  expect(problem).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
  expect(JSON.stringify(problem)).not.toContain('secret');
});
