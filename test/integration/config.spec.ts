import { readConfig, VARIABLES } from '../../src/platform/config/config.js';

describe('the environment', () => {
  it('may be empty: everything has a default', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseAddresses: null,
      baseUrl: 'http://127.0.0.1:3000',
      trustedOrigins: ['http://127.0.0.1:3000', 'http://localhost:3000'],
      corsOrigins: [],
      ownHosts: ['127.0.0.1'],
      trustProxy: false,
      rateLimits: true,
      adminEmail: null,
      sessionDays: 14,
      sessionMaxDays: 30,
      sessionIdleMinutes: 120,
      sessionHours: 12,
    });
  });

  it('counts an empty variable as unset', () => {
    const empty = Object.fromEntries(VARIABLES.map(({ name }) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  const WRONG: Record<string, string[]> = {
    HOST: ['a b', 'http://x'],
    PORT: ['-1', '65536', '80a', '1.5', ' 80', '0x50'],
    DATABASE_URL: ['mysql://x', 'localhost:5432', 'postgres://'],
    MIGRATIONS_DATABASE_URL: ['mysql://x', 'localhost:5432', 'postgres://'],
    BASE_URL: ['lab.example.edu', 'ftp://lab', 'https://lab/path', 'https://lab?x', 'https://user@lab'],
    CORS_ORIGINS: ['*', 'https://a,', 'https://a b', 'https://a/path'],
    TRUST_PROXY: ['yes', 'true', '1', 'ON'],
    ADMIN_EMAIL: ['admin', 'a b@c', '@'],
    ADMIN_PASSWORD: ['short77', 'x'.repeat(201)],
    RATE_LIMITS: ['no', 'OFF'],
    LOG_LEVEL: ['verbose', 'INFO'],
    DATABASE_POOL_SIZE: ['1', '101', 'ten'],
    SCAN_EVERY_MINUTES: ['0', '60', '5m'],
    SCAN_DAYS_AHEAD: ['0', '121'],
    SESSION_DAYS: ['0', '91', '1e1'],
    SESSION_MAX_DAYS: ['0', '366', 'ever'],
    SESSION_IDLE_MINUTES: ['14', '1441', '2h'],
    SESSION_HOURS: ['0', '73', '12h'],
    PRIVATE_HOSTS: ['https://x', 'a b', 'x:', 'x,'],
    CALENDAR_PRIVATE_HOSTS: ['https://x', 'a b', 'x:', 'x,'],
    SECRETS_KEY: [
      'secret',
      Buffer.alloc(31).toString('base64'),
      Buffer.alloc(33).toString('base64'),
      'A'.repeat(44),
    ],
    SECRETS_KEY_PREVIOUS: ['secret', Buffer.alloc(31).toString('base64')],
    SMTP_URL: ['mail.example.edu', 'http://mail', 'smtp://', 'smtp:'],
    MAIL_FROM: ['lab', 'a@b <', 'Lab <lab>', 'a@b\r\nBcc: c@d'],
  };

  it.each(Object.entries(WRONG))('is refused with a wrong %s, which the message names', (name, values) => {
    const accepts = VARIABLES.find((variable) => variable.name === name)!.accepts;
    for (const value of values) {
      expect(() => readConfig({ [name]: value })).toThrow(`${name} accepts ${accepts}`);
    }
  });

  it('reports all wrong variables in one message, without their values', () => {
    const all = Object.fromEntries(Object.entries(WRONG).map(([name, [value]]) => [name, value]));
    const message = messageOf(() => readConfig(all));
    for (const name of Object.keys(WRONG)) expect(message).toContain(`\n  ${name} accepts `);
    expect(message).not.toContain(WRONG['ADMIN_PASSWORD']![0]);
  });

  it('is tested here with every variable but the folder, which may be anything', () => {
    expect([...Object.keys(WRONG), 'DATA_DIR'].sort()).toEqual(VARIABLES.map(({ name }) => name).sort());
  });

  it('names the first admin completely or not at all, reported with other errors', () => {
    const together = 'ADMIN_EMAIL and ADMIN_PASSWORD go together';
    expect(() => readConfig({ ADMIN_EMAIL: 'a@b.edu' })).toThrow(together);
    expect(() => readConfig({ ADMIN_PASSWORD: 'long enough' })).toThrow(together);
    const message = messageOf(() => readConfig({ ADMIN_EMAIL: 'a@b.edu', PORT: 'x' }));
    expect(message).toContain(together);
    expect(message).toContain('PORT accepts');
    expect(
      messageOf(() => readConfig({ ADMIN_EMAIL: 'wrong', ADMIN_PASSWORD: 'long enough' })),
    ).not.toContain(together);
  });

  it('makes one trusted origin of BASE_URL, with or without a final slash', () => {
    for (const BASE_URL of ['https://lab.example.edu', 'https://lab.example.edu/']) {
      expect(readConfig({ BASE_URL })).toMatchObject({
        baseUrl: 'https://lab.example.edu',
        trustedOrigins: ['https://lab.example.edu'],
      });
    }
  });

  it('makes a list of CORS_ORIGINS, as browsers send them', () => {
    expect(readConfig({ CORS_ORIGINS: 'https://a.edu/ , http://b.edu:81' }).corsOrigins).toEqual([
      'https://a.edu',
      'http://b.edu:81',
    ]);
  });

  it.each([
    [{}, ['127.0.0.1']],
    [{ HOST: 'localhost' }, ['localhost']],
    [{ HOST: '0.0.0.0' }, 'any'],
    [{ HOST: 'lab.internal' }, 'any'],
    [{ BASE_URL: 'https://lab.example.edu' }, ['127.0.0.1', 'lab.example.edu']],
    [{ HOST: '0.0.0.0', BASE_URL: 'https://lab.example.edu:8443' }, ['0.0.0.0', 'lab.example.edu']],
  ])('knows the host names of %j', (env, ownHosts) => expect(readConfig(env).ownHosts).toEqual(ownHosts));

  it('puts an IPv6 host in brackets in links', () => {
    expect(readConfig({ HOST: '::1', PORT: '81' }).baseUrl).toBe('http://[::1]:81');
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
