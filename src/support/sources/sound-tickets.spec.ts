import { soundOf } from './sound-tickets.js';
import type { Ticket } from './ticket-source.js';

const NOW = Date.UTC(2026, 9, 26, 17);
const ticket = (given: Partial<Ticket> = {}): Ticket => ({
  externalId: '7',
  changedAt: NOW,
  openedAt: NOW,
  ...given,
});
const doubtsOf = (given: Partial<Ticket>): string[] =>
  soundOf([ticket(given)], NOW).doubts.map(({ reason }) => reason.code);

describe('a ticket', () => {
  it.each<[name: string, given: Partial<Ticket>, doubts: string[]]>([
    ['of now', {}, []],
    ['of 1970', { openedAt: 0 }, []],
    ['without other times', { firstResponseAt: null, escalatedAt: undefined, resolvedAt: null }, []],
    ['that changed in the future', { changedAt: NOW + 1 }, []],
    ['opened in the future', { openedAt: NOW + 1 }, ['TICKET_OF_FUTURE']],
    ['answered in the future', { firstResponseAt: NOW + 1 }, ['TICKET_OF_FUTURE']],
    ['escalated in the future', { escalatedAt: NOW + 1 }, ['TICKET_OF_FUTURE']],
    ['resolved in the future', { resolvedAt: NOW + 1 }, ['TICKET_OF_FUTURE']],
    ['opened before 1970', { openedAt: -1 }, ['TICKET_WITHOUT_TIME']],
    ['opened at no time', { openedAt: Number.NaN }, ['TICKET_WITHOUT_TIME']],
    ['changed at no time', { changedAt: Number.NaN }, ['TICKET_WITHOUT_TIME']],
    ['resolved at no time', { resolvedAt: Number.NaN }, ['TICKET_WITHOUT_TIME']],
    ['changed after 2199', { changedAt: Date.UTC(2200, 0, 1) }, ['TICKET_WITHOUT_TIME']],
    ['without a number', { externalId: '' }, ['TICKET_WITHOUT_ID']],
    ['whose number has outer spaces', { externalId: ' 7' }, ['TICKET_WITHOUT_ID']],
    ['whose number has a NUL', { externalId: '7\0' }, ['TICKET_WITHOUT_ID']],
    ['whose number has half a character', { externalId: '7\ud800' }, ['TICKET_WITHOUT_ID']],
    ['whose number is as long as can be', { externalId: '7'.repeat(200) }, []],
    ['whose number is too long', { externalId: '7'.repeat(201) }, ['TICKET_WITHOUT_ID']],
  ])('%s', (_name, given, doubts) => {
    expect(doubtsOf(given)).toEqual(doubts);
  });

  it('is told once, as it was told last', () => {
    const { tickets } = soundOf(
      [ticket({ title: 'a' }), ticket({ title: 'b' }), ticket({ externalId: '8' })],
      NOW,
    );
    expect(tickets.map(({ externalId, title }) => [externalId, title])).toEqual([
      ['7', 'b'],
      ['8', undefined],
    ]);
  });

  it('left out is named by what can be stored of its number', () => {
    const { doubts } = soundOf([ticket({ externalId: `\0${'7'.repeat(300)}` })], NOW);
    expect(doubts.map(({ externalId }) => externalId)).toEqual(['7'.repeat(200)]);
  });

  it.each<[field: keyof Ticket, told: string | null, stored: string | null]>([
    ['title', ' a\0b\ud800 ', 'ab\ufffd'],
    ['title', '😀'.repeat(501), '😀'.repeat(500)],
    ['title', ' \0 ', null],
    ['title', null, null],
    ['category', 'x'.repeat(101), 'x'.repeat(100)],
    ['channel', `${'x'.repeat(99)} y`, 'x'.repeat(99)],
    ['place', 'x'.repeat(501), 'x'.repeat(500)],
    ['externalUrl', 'x'.repeat(2_001), 'x'.repeat(2_000)],
  ])('has its %s cut to what can be stored', (field, told, stored) => {
    expect(soundOf([ticket({ [field]: told })], NOW).tickets).toEqual([ticket({ [field]: stored })]);
  });

  it('keeps untold what it does not tell', () => {
    expect(Object.keys(soundOf([ticket()], NOW).tickets[0]!)).toEqual([
      'externalId',
      'changedAt',
      'openedAt',
    ]);
  });
});
