import {
  requireMay,
  requirePublished,
  requireRoom,
  requireUnworked,
  seatsHeldFrom,
  seatsOf,
  takesSeat,
  effectsOf,
  whyNot,
  type ClaimAct,
  type ClaimFacts,
  type SeatChangeEffects,
  type SeatState,
} from './seats.js';

const NOW = 1_000_000;
const state = (status: SeatState['status'], more: Partial<SeatState> = {}): SeatState => ({
  status,
  isShadow: false,
  isRelief: false,
  ...more,
});
const [pending, approved] = [state('pending'), state('approved')];
const relief = state('pending', { isRelief: true });
const shadow = state('approved', { isShadow: true });

describe('a claim', () => {
  it.each([
    ['takes a seat while it waits', pending, true],
    ['takes a seat once it is approved', approved, true],
    ['takes none once it is rejected', state('rejected'), false],
    ['takes none once it is withdrawn', state('withdrawn'), false],
    ['takes none once it is cancelled', state('cancelled'), false],
    ['takes none of its own while it is to relieve another', relief, false],
    ['takes none beside somebody in training', shadow, false],
  ])('%s', (_name, claim, expected) => {
    expect(takesSeat(claim)).toBe(expected);
  });

  it('counts either as a seat of its shift or as a place for training', () => {
    expect(seatsOf([pending, approved, relief, shadow, shadow])).toEqual({ seatsTaken: 2, shadows: 2 });
  });
});

describe('seats held for others', () => {
  const [offered, waiting] = [
    { operatorId: 'o', isOffered: true },
    { operatorId: 'w', isOffered: false },
  ];
  it.each([
    ['are those of all who wait, to whoever does not', 'x', 2],
    ['are the offered ones, to who has an offer', 'o', 0],
    ['are those of the others, to who waits', 'w', 1],
  ])('%s', (_name, operatorId, expected) => {
    expect(seatsHeldFrom(operatorId, [offered, waiting])).toBe(expected);
  });
});

describe('what may be done with a claim', () => {
  const facts = (more: Partial<ClaimFacts> = {}): ClaimFacts => ({
    status: 'approved',
    isShadow: false,
    startsAt: NOW + 1,
    isWorked: false,
    noShow: false,
    ...more,
  });
  it.each<[string, ClaimAct, Partial<ClaimFacts>, string | null]>([
    ['one that waits is decided', 'decide', { status: 'pending' }, null],
    ['one that is decided is not decided again', 'decide', {}, 'CLAIM_NOT_PENDING'],
    ['an approved one is cancelled', 'cancel', {}, null],
    ['an approved one is cancelled even after its start', 'cancel', { startsAt: NOW - 1 }, null],
    ['one that waits is not cancelled but rejected', 'cancel', { status: 'pending' }, 'CLAIM_NOT_APPROVED'],
    ['one that was worked is not cancelled', 'cancel', { isWorked: true }, 'SHIFT_WORKED'],
    ['an approved one ahead is traded', 'trade', {}, null],
    ['one that waits is not traded', 'trade', { status: 'pending' }, 'CLAIM_NOT_APPROVED'],
    ['one that was begun early is not traded', 'trade', { isWorked: true }, 'SHIFT_WORKED'],
    ['one whose shift starts now is not traded', 'trade', { startsAt: NOW }, 'SHIFT_STARTED'],
    ['who is in training has no seat to trade', 'trade', { isShadow: true }, 'SHADOW_CLAIM'],
    ['one that was worked is not relieved', 'relieve', { isWorked: true }, 'SHIFT_WORKED'],
    ['one that was not worked is covered by another', 'cover', { startsAt: NOW - 1 }, null],
    ['one that was worked is not covered', 'cover', { isWorked: true }, 'SHIFT_WORKED'],
    ['one that ended is not covered', 'cover', { status: 'cancelled' }, 'CLAIM_NOT_APPROVED'],
    ['a place in training is not covered', 'cover', { isShadow: true }, 'SHADOW_CLAIM'],
    ['attendance is recorded of an approved one', 'record', { isWorked: true }, null],
    ['attendance is recorded of no other', 'record', { status: 'pending' }, 'CLAIM_NOT_APPROVED'],
    ['an approval ahead is taken back', 'reopen', {}, null],
    ['a rejection is taken back, whenever the shift is', 'reopen', { status: 'rejected', startsAt: 0 }, null],
    ['an approval is not taken back once the shift begins', 'reopen', { startsAt: NOW }, 'SHIFT_WORKED'],
    ['nor once somebody checked in', 'reopen', { isWorked: true }, 'SHIFT_WORKED'],
    ['nor of who did not come', 'reopen', { noShow: true }, 'SHIFT_WORKED'],
    ['what nobody decided is not taken back', 'reopen', { status: 'withdrawn' }, 'CLAIM_NOT_DECIDED'],
  ])('%s', (_name, act, more, code) => {
    expect(whyNot(act, facts(more), NOW)?.code ?? null).toBe(code);
    const ask = (): void => requireMay(act, facts(more), NOW);
    if (code === null) expect(ask).not.toThrow();
    else expect(ask).toThrow(expect.objectContaining({ kind: 'conflict', code }));
  });
});

describe('a shift', () => {
  const before = { seats: 2, status: 'published' } as const;
  it.each([
    ['has no fewer seats than are taken', { seats: 1 }, [approved, approved], 0, 'SEATS_TAKEN'],
    [
      'has no fewer seats than people in training',
      { seats: 1 },
      [approved, shadow, shadow],
      0,
      'SEATS_TAKEN',
    ],
    ['keeps the seats that are offered', { seats: 1 }, [approved], 1, 'SEATS_OFFERED'],
    ['gives up its free seats', { seats: 1 }, [approved, relief], 0, null],
    ['stays published while somebody is on it', { status: 'draft' as const }, [pending], 0, 'SHIFT_CLAIMED'],
    ['goes back to draft while nobody is', { status: 'draft' as const }, [], 0, null],
  ])('%s', (_name, change, claims, offers, code) => {
    const ask = (): void => requireRoom(before, { ...before, ...change }, { claims, offers });
    if (code === null) expect(ask).not.toThrow();
    else expect(ask).toThrow(expect.objectContaining({ code }));
  });

  it('that is a draft cannot be requested', () => {
    expect(() => requirePublished({ publishedAt: null })).toThrow(
      expect.objectContaining({ code: 'SHIFT_NOT_PUBLISHED' }),
    );
    expect(() => requirePublished(null)).toThrow(expect.objectContaining({ code: 'SHIFT_NOT_PUBLISHED' }));
    expect(() => requirePublished({ publishedAt: new Date(0) })).not.toThrow();
  });

  it('that was worked does not change', () => {
    const worked = (): void => requireUnworked([{ isWorked: false }, { isWorked: true }]);
    expect(worked).toThrow(expect.objectContaining({ code: 'SHIFT_WORKED' }));
    expect(() => requireUnworked([{ isWorked: false }])).not.toThrow();
  });
});

describe('the effects of a change', () => {
  const rejected = state('rejected');
  const cancelled = state('cancelled');
  it.each<[string, SeatState | null, SeatState, (keyof SeatChangeEffects)[], boolean?]>([
    ['an operator asks for a seat: they wait no more', null, pending, ['takes']],
    [
      'somebody is put on a shift: they hear of it, and it is covered',
      null,
      approved,
      ['takes', 'tells', 'changesCover'],
    ],
    ['somebody steps in for another: nothing yet', null, relief, []],
    ['a claim is approved: it covers from now on', pending, approved, ['tells', 'changesCover']],
    ['a relief is approved: the seat is theirs', relief, approved, ['takes', 'tells', 'changesCover']],
    ['a claim is rejected: its seat is free', pending, rejected, ['endsTrades', 'frees', 'tells']],
    ['an operator withdraws: nobody is told', pending, state('withdrawn'), ['endsTrades', 'frees']],
    ['a relief is rejected: no seat is free', relief, rejected, ['endsTrades', 'tells']],
    [
      'somebody is taken off: all of it',
      approved,
      cancelled,
      ['endsTrades', 'frees', 'tells', 'changesCover'],
    ],
    [
      'a seat is handed on: it is not free',
      approved,
      cancelled,
      ['endsTrades', 'tells', 'changesCover'],
      true,
    ],
    [
      'an approval is taken back: it covers no more',
      approved,
      pending,
      ['endsTrades', 'tells', 'changesCover'],
    ],
    ['a rejection is taken back: the seat is theirs again', rejected, pending, ['takes', 'tells']],
    ['an approved claim is restored', cancelled, approved, ['takes', 'tells', 'changesCover']],
    ['who was to relieve somebody keeps the seat', relief, pending, ['takes']],
    [
      'a place in training frees no seat and covers nothing',
      shadow,
      state('cancelled', { isShadow: true }),
      ['endsTrades', 'tells'],
    ],
  ])('when %s', (_name, before, after, expected, isKept = false) => {
    const following = effectsOf(before, after, isKept);
    const found = Object.entries(following).flatMap(([what, follows]) => (follows ? [what] : []));
    expect(found.sort()).toEqual(expected.toSorted());
  });
});
