import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { HOUR, MINUTE } from './interval.js';
import {
  followTicket,
  type FollowedTicket,
  type FollowingRequest,
  type TicketNews,
} from './ticket-following.js';

const NOON = Date.parse('2026-10-26T12:00:00-05:00');
const at = (minutes: number): number => NOON + minutes * MINUTE;
const handedOver: FollowingRequest = {
  tier: 'campus-it',
  handedOverAt: at(0),
  resolvedAt: null,
  isCollected: false,
};
const unseen: FollowedTicket = { wasWithCampusIt: false, resolvedAt: null };
const seen: FollowedTicket = { wasWithCampusIt: true, resolvedAt: null };
const follow = (
  before: FollowedTicket,
  news: TicketNews,
  request: Partial<FollowingRequest> = {},
  now = at(240),
) => followTicket(before, news, { ...handedOver, ...request }, now);

describe('the ticket of an escalated request', () => {
  it.each<[string, FollowedTicket, TicketNews, Partial<FollowingRequest>, object]>([
    [
      'changes nothing while nothing happens to it',
      unseen,
      { tier: 'campus-it', resolvedAt: null },
      {},
      { acts: [], isOver: false, followed: seen },
    ],
    [
      'resolves its request',
      seen,
      { tier: 'campus-it', resolvedAt: at(90) },
      {},
      { acts: [{ kind: 'resolved', at: at(90) }], isOver: false },
    ],
    [
      'resolves nothing that is resolved here already',
      seen,
      { resolvedAt: at(90) },
      { resolvedAt: at(60) },
      { acts: [], followed: { wasWithCampusIt: true, resolvedAt: at(90) } },
    ],
    [
      'opens its request again, which it had resolved',
      { ...seen, resolvedAt: at(90) },
      { resolvedAt: null },
      { resolvedAt: at(90) },
      { acts: [{ kind: 'reopened', at: at(240) }] },
    ],
    [
      'does not open again what somebody resolved here',
      { ...seen, resolvedAt: at(90) },
      { resolvedAt: null },
      { resolvedAt: at(100) },
      { acts: [] },
    ],
    [
      'moves the resolution that it told',
      { ...seen, resolvedAt: at(90) },
      { resolvedAt: at(120) },
      { resolvedAt: at(90) },
      { acts: [{ kind: 'resolved', at: at(120) }] },
    ],
    [
      'gives its request back when it leaves Campus IT',
      seen,
      { tier: 'library', resolvedAt: null },
      {},
      { acts: [{ kind: 'returned', at: at(240) }], isOver: true },
    ],
    [
      'opens its request again and gives it back',
      { ...seen, resolvedAt: at(90) },
      { tier: 'library', resolvedAt: null },
      { resolvedAt: at(90) },
      {
        acts: [
          { kind: 'reopened', at: at(240) },
          { kind: 'returned', at: at(240) },
        ],
        isOver: true,
      },
    ],
    [
      'gives nothing back that Campus IT never had',
      unseen,
      { tier: 'library', resolvedAt: null },
      {},
      { acts: [], isOver: false },
    ],
    [
      'gives nothing back that was resolved here',
      seen,
      { tier: 'library', resolvedAt: null },
      { resolvedAt: at(60) },
      { acts: [], isOver: false },
    ],
    [
      'is resolved with the library, and that is a resolution too',
      seen,
      { tier: 'library', resolvedAt: at(90) },
      {},
      { acts: [{ kind: 'resolved', at: at(90) }], isOver: false },
    ],
    [
      'is followed no more once the library has the request',
      seen,
      { tier: 'campus-it', resolvedAt: at(90) },
      { tier: 'library' },
      { acts: [], isOver: true },
    ],
    [
      'tells no resolution from before the hand-over, as a clock that is behind would',
      seen,
      { resolvedAt: at(-10) },
      {},
      { acts: [{ kind: 'resolved', at: at(0) }] },
    ],
    [
      'counts from the hand-over that it is of',
      seen,
      { resolvedAt: at(50) },
      { isCollected: true, handedOverAt: at(60) },
      { acts: [{ kind: 'returned', at: at(60) }] },
    ],
    [
      'gives a request of another system back when it is resolved',
      seen,
      { resolvedAt: at(90) },
      { isCollected: true },
      { acts: [{ kind: 'returned', at: at(90) }], isOver: false },
    ],
    [
      'gives one back at no time before the hand-over',
      seen,
      { resolvedAt: at(-10) },
      { isCollected: true },
      { acts: [{ kind: 'returned', at: at(0) }] },
    ],
    [
      'does nothing to one that its own system resolved meanwhile',
      seen,
      { resolvedAt: at(90) },
      { isCollected: true, resolvedAt: at(60) },
      { acts: [], isOver: false, followed: { wasWithCampusIt: true, resolvedAt: at(90) } },
    ],
    [
      'gives that back now when its own system opened it again',
      { ...seen, resolvedAt: at(90) },
      { resolvedAt: at(90) },
      { isCollected: true },
      { acts: [{ kind: 'returned', at: at(240) }] },
    ],
    [
      'gets one again when it is opened again itself',
      { ...seen, resolvedAt: at(90) },
      { tier: 'campus-it', resolvedAt: null },
      { isCollected: true, tier: 'library' },
      { acts: [{ kind: 'escalated', at: at(240) }], isOver: false },
    ],
    [
      'gets none again that its own system resolved',
      { ...seen, resolvedAt: at(90) },
      { resolvedAt: null },
      { isCollected: true, tier: 'library', resolvedAt: at(200) },
      { acts: [], isOver: false },
    ],
    [
      'is over when it is opened again outside Campus IT',
      { ...seen, resolvedAt: at(90) },
      { tier: 'library', resolvedAt: null },
      { isCollected: true, tier: 'library' },
      { acts: [], isOver: true },
    ],
    [
      'gives a request of another system back when it leaves Campus IT',
      seen,
      { tier: 'library', resolvedAt: null },
      { isCollected: true },
      { acts: [{ kind: 'returned', at: at(240) }], isOver: true },
    ],
    [
      'is followed no more once people gave a request of another system back',
      seen,
      { resolvedAt: null },
      { isCollected: true, tier: 'library' },
      { acts: [], isOver: true },
    ],
    ['says nothing about what its system does not tell', seen, {}, {}, { acts: [], followed: seen }],
  ])('%s', (_title, before, news, request, outcome) => {
    expect(follow(before, news, request)).toMatchObject(outcome);
  });

  it('is told twice and acts once, and the request is as it tells as long as nobody acts here', () => {
    const aMinute = fc.integer({ min: -60, max: 600 });
    const someNews = fc.record({ at: aMinute, resolvedAt: fc.option(aMinute.map(at)) });
    fc.assert(
      fc.property(fc.array(someNews, { maxLength: 12 }), (told) => {
        let followed = unseen;
        const request = { ...handedOver };
        for (const [index, { resolvedAt }] of told.entries()) {
          const now = at(600) + index * HOUR;
          const news = { tier: 'campus-it' as const, resolvedAt };
          const first = followTicket(followed, news, request, now);
          for (const act of first.acts) request.resolvedAt = act.kind === 'resolved' ? act.at : null;
          followed = first.followed;
          expect(request.resolvedAt).toBe(resolvedAt === null ? null : Math.max(resolvedAt, at(0)));
          expect(followTicket(followed, news, request, now + MINUTE).acts).toEqual([]);
        }
      }),
      { seed: 17, numRuns: runs(500) },
    );
  });

  it('of a request of another system acts once, and Campus IT has the request as long as it is open', () => {
    const aMinute = fc.integer({ min: -60, max: 600 });
    fc.assert(
      fc.property(fc.array(fc.option(aMinute.map(at)), { maxLength: 12 }), (told) => {
        let followed = unseen;
        const request = { ...handedOver, isCollected: true };
        for (const [index, resolvedAt] of told.entries()) {
          const now = at(600) + index * HOUR;
          const news = { tier: 'campus-it' as const, resolvedAt };
          const first = followTicket(followed, news, request, now);
          for (const { kind } of first.acts) request.tier = kind === 'returned' ? 'library' : 'campus-it';
          ({ followed } = first);
          expect(first.isOver).toBe(false);
          expect(request).toMatchObject({
            tier: resolvedAt === null ? 'campus-it' : 'library',
            resolvedAt: null,
          });
          expect(followTicket(followed, news, request, now + MINUTE).acts).toEqual([]);
        }
      }),
      { seed: 17, numRuns: runs(500) },
    );
  });
});
