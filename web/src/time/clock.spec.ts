import { jest } from '@jest/globals';
import { currentSecond, currentTime, learnTime, onTimeLearned } from './clock.js';

const HOUR = 3_600_000;
const kept = new Map<string, string>();

beforeAll(() => {
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  });
});
beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-10-26T17:00:00Z'));
  learnTime('2026-10-26T17:00:00.000Z');
});
afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  ['behind by days', '2026-10-29T03:30:00.000Z'],
  ['ahead by hours', '2026-10-26T11:15:00.500Z'],
])('is the server’s when the device is %s', (_what, server) => {
  learnTime(server);
  expect(new Date(currentTime()).toISOString()).toBe(server);
  expect(currentSecond() % 1000).toBe(0);
  expect([...kept.values()]).toEqual([String(Date.parse(server) - Date.parse('2026-10-26T17:00:00Z'))]);
});

it('continues with the device’s clock between answers', () => {
  learnTime('2026-10-26T20:00:00Z');
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-10-26T17:30:00Z'));
  expect(new Date(currentTime()).toISOString()).toBe('2026-10-26T20:30:00.000Z');
});

it('calls its listener for a correction, and not for an answer’s travel time', () => {
  let told = 0;
  const forget = onTimeLearned(() => (told += 1));
  learnTime('2026-10-26T16:59:59.400Z');
  learnTime(null);
  learnTime('yesterday');
  expect(told).toBe(0);
  learnTime('2026-10-26T18:00:00Z');
  learnTime('2026-10-26T18:00:00.300Z');
  expect(told).toBe(1);
  forget();
  learnTime('2026-10-26T19:00:00Z');
  expect(told).toBe(1);
  expect(currentTime() - Date.now()).toBe(2 * HOUR);
});

it('stores nothing for a device that is right again', () => {
  learnTime('2026-10-26T18:00:00Z');
  learnTime('2026-10-26T17:00:00Z');
  expect(kept.size).toBe(0);
});
