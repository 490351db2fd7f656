import { checkedSettings, withKeptSecrets } from './source-settings.js';

const OPEN = { baseUrl: 'https://rt.example.edu/REST/2.0', queues: ['General'] };
const before = { settings: OPEN, secrets: () => Promise.resolve({ token: 'old' }) };
const kept = async (change: object): Promise<unknown> =>
  (await withKeptSecrets('request-tracker', change as Record<string, unknown>, before))['token'];

describe('settings of a source', () => {
  it('are split into what is stored in the open and what is encrypted', () => {
    expect(
      checkedSettings('request-tracker', { ...OPEN, token: 'x', timeZone: 'UTC' }, { name: 'rt' }),
    ).toEqual({
      settings: { ...OPEN, timeZone: 'UTC' },
      secrets: { token: 'x' },
    });
  });

  it.each([
    ['the same address', OPEN.baseUrl],
    ['another path', 'https://rt.example.edu/rt/REST/2.0'],
    ['the server in other case, with its usual port', 'HTTPS://RT.example.edu:443/REST/2.0'],
  ])('keep their secret for %s', async (_name, baseUrl) => {
    expect(await kept({ ...OPEN, baseUrl })).toBe('old');
  });

  it.each([
    ['another host', 'https://rt.example.com/REST/2.0'],
    ['another port', 'https://rt.example.edu:8443/REST/2.0'],
    ['plain http', 'http://rt.example.edu/REST/2.0'],
    ['another host behind an @', 'https://rt.example.edu@evil.example.com/REST/2.0'],
    ['no address', 'nonsense'],
    ['no text', 7],
  ])('need their secret again for %s', async (_name, baseUrl) => {
    await expect(kept({ ...OPEN, baseUrl })).rejects.toThrow();
    expect(await kept({ ...OPEN, baseUrl, token: 'new' })).toBe('new');
  });
});
