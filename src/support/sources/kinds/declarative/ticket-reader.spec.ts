import type { DeclarativeSettingsDto } from './settings.dto.js';
import { TicketReader } from './ticket-reader.js';
import { ToldTimes } from './told-times.js';

const FIELDS = { externalId: '$.id', updatedAt: '$.updated', openedAt: '$.opened' };
const ITEM = { id: 7, updated: '2026-10-26T17:00:00Z', opened: '2026-10-26T16:00:00Z' };
const CHANGED = Date.UTC(2026, 9, 26, 17);
const OPENED = CHANGED - 3_600_000;

/** What is read of a ticket with these values. */
function read(told: Partial<DeclarativeSettingsDto>, item: object = {}): unknown {
  const times = new ToldTimes({ format: 'iso', zone: 'America/Chicago' });
  return new TicketReader({ ...told, fields: { ...FIELDS, ...told.fields } }, times).read({
    ...ITEM,
    ...item,
  });
}
const fields = (more: object): Partial<DeclarativeSettingsDto> =>
  ({ fields: more }) as Partial<DeclarativeSettingsDto>;

describe('a ticket', () => {
  it('has only the fields that the description names', () => {
    expect(read({})).toEqual({ externalId: '7', changedAt: CHANGED, openedAt: OPENED, isWaiting: false });
  });

  it('has all that is told', () => {
    const all = fields({
      firstResponseAt: '$.first',
      escalatedAt: '$.escalated',
      resolvedAt: '$.done',
      category: '$.kind',
      channel: '$.via',
      tier: '$.team',
      priority: '$.urgency',
      title: '$.subject',
      externalUrl: '$.url',
      location: '$.place.name',
    });
    const item = {
      first: '2026-10-26T16:10:00Z',
      escalated: null,
      done: '2026-10-26T17:00:00Z',
      kind: ' Printing ',
      via: 'Mail',
      team: 'Campus-IT',
      urgency: 'HIGH',
      subject: 'Stuck',
      url: 'https://a.edu/7',
      place: { name: 'Main' },
    };
    expect(read(all, item)).toEqual({
      externalId: '7',
      changedAt: CHANGED,
      openedAt: OPENED,
      firstResponseAt: OPENED + 600_000,
      escalatedAt: null,
      resolvedAt: CHANGED,
      isWaiting: false,
      priority: 'high',
      category: 'Printing',
      channel: 'Mail',
      tier: 'campus-it',
      title: 'Stuck',
      externalUrl: 'https://a.edu/7',
      place: 'Main',
    });
  });

  it.each<[item: object, field: string]>([
    [{ id: null }, 'externalId'],
    [{ id: '  ' }, 'externalId'],
    [{ id: {} }, 'externalId'],
    [{ id: [7] }, 'externalId'],
    [{ updated: null }, 'updatedAt'],
    [{ updated: 'soon' }, 'updatedAt'],
    [{ updated: '0001-01-01T00:00:00Z' }, 'updatedAt'],
    [{ opened: undefined }, 'openedAt'],
    [{ opened: { at: 1 } }, 'openedAt'],
    [{ first: 'soon' }, 'firstResponseAt'],
    [{ first: {} }, 'firstResponseAt'],
  ])('cannot be read with %j', (item, field) => {
    expect(read(fields({ firstResponseAt: '$.first' }), item)).toMatchObject({ field });
  });

  it('says where what cannot be read should be', () => {
    expect(read({}, { opened: 'soon' })).toEqual({ externalId: '7', field: 'openedAt', path: '$.opened' });
  });

  it.each([[null], [undefined], ['text'], [7], [[]]])('that is %j cannot be read', (item) => {
    const reader = new TicketReader({ fields: FIELDS }, new ToldTimes({ format: 'iso', zone: 'UTC' }));
    expect(reader.read(item)).toMatchObject({ field: 'externalId', externalId: '' });
    expect([reader.idOf(item), reader.changedAt(item), reader.openedAt(item)]).toEqual([null, null, null]);
    expect(reader.isLeftOut(item)).toBe(false);
  });

  it.each<[object, number | null | undefined]>([
    [{ resolved: '2026-10-26T17:00:00Z', closed: '2026-10-27T17:00:00Z' }, CHANGED],
    [{ resolved: null, closed: '2026-10-26T17:00:00Z' }, CHANGED],
    [{ resolved: '', closed: '2026-10-26T17:00:00Z' }, CHANGED],
    [{ closed: '2026-10-26T17:00:00Z' }, CHANGED],
    [{ resolved: '0001-01-01T00:00:00Z', closed: null }, null],
    [{}, null],
    [{ resolved: 'soon', closed: '2026-10-26T17:00:00Z' }, undefined],
  ])('has the first time that is set of %j', (item, resolvedAt) => {
    const ticket = read(fields({ resolvedAt: "$['resolved', 'closed']" }), item);
    expect((ticket as { resolvedAt?: unknown }).resolvedAt).toBe(resolvedAt);
  });

  it('has the first text of several places, set or not', () => {
    const told = fields({ location: "$['room', 'building']" });
    expect(read(told, { room: 'A', building: 'B' })).toMatchObject({ place: 'A' });
    expect(read(told, { building: 'B' })).toMatchObject({ place: 'B' });
    expect(read(told, { room: '', building: 'B' })).toMatchObject({ place: null });
    expect(read(told, {})).toMatchObject({ place: null });
  });

  it.each([
    [{ name: 'Main' }, null],
    [['Main'], null],
    [null, null],
    ['  ', null],
    [' Main\n', 'Main'],
    [12, '12'],
    [0, '0'],
    [false, 'false'],
  ])('has a text only where one is told: %j', (value, text) => {
    const told = fields({ title: '$.value', category: '$.value', channel: '$.value', location: '$.value' });
    expect(read(told, { value })).toMatchObject({ title: text, category: text, channel: text, place: text });
  });

  it.each([
    ['https://a.edu/7', 'https://a.edu/7'],
    ['HTTP://a.edu/7', 'HTTP://a.edu/7'],
    ['javascript:alert(1)', null],
    [' javascript:alert(1)//https://a.edu', null],
    ['data:text/html,x', null],
    ['//a.edu/7', null],
    ['/tickets/7', null],
    ['https:a.edu', null],
    [null, null],
    [{ href: 'https://a.edu' }, null],
  ])('has an address only of a web page: %j', (url, externalUrl) => {
    expect(read(fields({ externalUrl: '$.url' }), { url })).toMatchObject({ externalUrl });
  });

  it('has an address that is made of its number', () => {
    const ticketUrl = 'https://a.edu/tickets/{id}?view={other}';
    expect(read({ ticketUrl }, { id: 'a/../b?c' })).toMatchObject({
      externalUrl: 'https://a.edu/tickets/a%2F..%2Fb%3Fc?view={other}',
    });
  });

  it.each([
    ['Service Desk', 'library'],
    ['NETWORK ', 'campus-it'],
    ['Elsewhere', 'library'],
    ['campus-it', 'library'],
    ['constructor', 'library'],
    [null, 'library'],
    [undefined, 'library'],
    [{ a: 1 }, 'library'],
  ])('of the team %j is of a tier by its words', (team, tier) => {
    const values = { tier: { 'service desk': 'library', ' Network': 'campus-it' } };
    expect(read({ ...fields({ tier: '$.team' }), values }, { team })).toMatchObject({ tier });
  });

  it('whose team is no tier and has no words cannot be read', () => {
    const told = fields({ tier: '$.team' });
    expect(read(told, { team: 'Library' })).toMatchObject({ tier: 'library' });
    for (const team of ['Desk', 'constructor', null, {}])
      expect(read(told, { team })).toMatchObject({ field: 'tier' });
  });

  it.each([
    ['printing', 'Printers'],
    ['Printing ', 'Printers'],
    ['Scanning', 'Scanning'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('of the kind %j keeps other words', (kind, category) => {
    const values = { category: { Printing: 'Printers' }, channel: { Scanning: 'other' } };
    expect(read({ ...fields({ category: '$.kind' }), values }, { kind })).toMatchObject({ category });
  });
});

describe('a condition', () => {
  const resolvedAt = (state: unknown, isOneOf = ['Closed', '5']): unknown =>
    (
      read(
        { ...fields({ resolvedAt: '$.done' }), resolvedWhen: { field: '$.state', isOneOf } },
        { done: '2026-10-26T17:00:00Z', state },
      ) as { resolvedAt?: unknown }
    ).resolvedAt;

  it.each([['closed'], ['CLOSED '], [5], ['5']])('holds for %j', (state) => {
    expect(resolvedAt(state)).toBe(CHANGED);
  });

  it.each([['open'], [null], [undefined], [{ name: 'closed' }], [['closed']], [''], [55]])(
    'does not hold for %j',
    (state) => {
      expect(resolvedAt(state)).toBeNull();
    },
  );

  it('leaves tickets out by any of several fields', () => {
    const leftOutWhen = { field: "$['deleted', 'spam']", isOneOf: ['true'] };
    const reader = new TicketReader(
      { fields: FIELDS, leftOutWhen },
      new ToldTimes({ format: 'iso', zone: 'UTC' }),
    );
    const isLeftOut = (item: object): boolean => reader.isLeftOut({ ...ITEM, ...item });
    expect([{ deleted: false, spam: true }, { deleted: 'TRUE' }, { deleted: 0 }, {}].map(isLeftOut)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
