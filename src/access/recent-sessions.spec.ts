import { jest } from '@jest/globals';
import { Clock } from '../platform/clock/clock.js';
import { RecentSessions } from './recent-sessions.js';
import type { ActiveSession } from './sessions.service.js';

const NOON = Date.parse('2026-10-26T17:00:00Z');

class SetClock extends Clock {
  millis = NOON;
  override now(): number {
    return this.millis;
  }
}

describe('a session', () => {
  const clock = new SetClock();
  let recent: RecentSessions;
  let asked: number;
  const answer = { caller: {}, renewedCookie: null } as ActiveSession;
  const ask = (token = 'token') =>
    recent.get(token, () => {
      asked += 1;
      return Promise.resolve(answer);
    });

  beforeEach(() => {
    clock.millis = NOON;
    recent = new RecentSessions(clock);
    asked = 0;
  });
  afterEach(() => jest.restoreAllMocks());

  it('is looked up once for simultaneous requests', async () => {
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([answer, answer, answer]);
    expect(asked).toBe(1);
  });

  it('is never given to another token', async () => {
    await ask('one');
    await ask('two');
    expect(asked).toBe(2);
  });

  it.each([
    ['a second later', 1_000],
    ['when the clock went back', -1],
  ])('is looked up again %s', async (_when, passed) => {
    await ask();
    clock.millis = NOON + passed;
    await ask();
    expect(asked).toBe(2);
  });

  it('is looked up again a second later even if the app’s clock stands still', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
    await ask();
    now.mockReturnValue(5_999);
    await ask();
    expect(asked).toBe(1);
    now.mockReturnValue(6_000);
    await ask();
    expect(asked).toBe(2);
  });

  it('is looked up again after a change', async () => {
    await ask();
    recent.clear();
    await ask();
    expect(asked).toBe(2);
  });

  it('is looked up again after a failure, which only reaches those who waited for it', async () => {
    const failing = () => recent.get('token', () => Promise.reject(new Error('no database')));
    await expect(Promise.all([failing(), failing()])).rejects.toThrow('no database');
    await ask();
    expect(asked).toBe(1);
  });

  it('is remembered for at most 5,000 tokens', async () => {
    for (let at = 0; at <= 5_000; at++) await ask(`token ${at}`);
    await ask('token 5000');
    expect(asked).toBe(5_001);
    await ask('token 0');
    expect(asked).toBe(5_002);
  });
});
