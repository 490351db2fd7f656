import { someFacts } from '../../test/support/eligibility-facts.js';
import { violationsOf, type EligibilityFacts, type SeatTaking } from './eligibility.js';

type Shift = Partial<EligibilityFacts['shift']>;
const TRAINEE = { trainingIds: ['desk'] };
const messages = (
  shift: Shift,
  operator: Partial<EligibilityFacts['operator']>,
  taking: SeatTaking,
): [string, string][] =>
  violationsOf(someFacts({ shift, operator }), taking).map(({ code, message }) => [code, message]);

describe('an operator in training', () => {
  it.each([
    ['works beside somebody', { seatsTaken: 1 }, 'claim', []],
    ['needs no free seat', { seatsTaken: 2 }, 'claim', []],
    ['is not alone', { seatsTaken: 0 }, 'claim', ['IN_TRAINING']],
    ['is not assigned alone either', { seatsTaken: 0 }, 'assignment', ['IN_TRAINING']],
    ['has somebody to themselves', { seatsTaken: 1, shadows: 1 }, 'claim', ['IN_TRAINING']],
    ['may be the second beside two', { seatsTaken: 2, shadows: 1 }, 'claim', []],
    ['is approved while somebody is there', { seatsTaken: 1, shadows: 1 }, 'approval', []],
    ['is not approved once nobody is', { seatsTaken: 0, shadows: 1 }, 'approval', ['IN_TRAINING']],
    ['relieves nobody', { seatsTaken: 1 }, 'relief', ['IN_TRAINING']],
    ['waits for no seat', { seatsTaken: 2 }, 'waitlist', ['IN_TRAINING']],
  ] as const)('%s', (_name, shift, taking, codes) => {
    expect(messages(shift, TRAINEE, taking).map(([code]) => code)).toEqual(codes);
  });

  it('for one position may work another', () => {
    expect(messages({ seatsTaken: 0 }, { trainingIds: ['lab'] }, 'claim')).toEqual([]);
  });
});

describe('a qualification that ends', () => {
  it.each([
    ['holds on its last date', '2026-11-05', []],
    [
      'is none from the next',
      '2026-11-04',
      [['NOT_QUALIFIED', 'The qualification for this position ends on 4 November 2026, before this shift.']],
    ],
  ])('%s', (_name, expiresOn, expected) => {
    const operator = { expiries: [{ positionId: 'desk', expiresOn }] };
    expect(messages({}, operator, 'claim')).toEqual(expected);
  });

  it('counts for a shift past midnight by the date of its start', () => {
    const span = { start: Date.parse('2026-11-05T23:00-06:00'), end: Date.parse('2026-11-06T05:00-06:00') };
    const operator = { expiries: [{ positionId: 'desk', expiresOn: '2026-11-05' }] };
    expect(messages({ span }, operator, 'claim')).toEqual([]);
  });
});
