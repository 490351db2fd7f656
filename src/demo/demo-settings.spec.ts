import { dayOf, demoConfig } from './demo-settings.js';

const NOW = Date.parse('2026-11-24T20:00:00Z');

describe('the settings of the demo', () => {
  it('are the server’s, with their own folder and admin, and fewer log lines', () => {
    const config = demoConfig({ PORT: '4000', DATA_DIR: '/elsewhere', ADMIN_EMAIL: 'me@example.edu' });
    expect(config).toMatchObject({
      port: 4000,
      dataDir: `${process.cwd()}/.data-demo`,
      adminEmail: 'admin@larkfield.example.edu',
      logLevel: 'warn',
    });
    expect(demoConfig({ DEMO_DATA_DIR: '/demo', LOG_LEVEL: 'info' })).toMatchObject({
      dataDir: '/demo',
      logLevel: 'info',
    });
  });

  it('leave the database of DATABASE_URL alone', () => {
    expect(() => demoConfig({ DATABASE_URL: 'postgres://x/y' })).toThrow('unset DATABASE_URL');
  });

  it('take the day from --day, or one that suits today', () => {
    expect(dayOf(['--day', '2025-11-25'], NOW)).toBe('2025-11-25');
    expect(dayOf(['--day=2025-11-25'], NOW)).toBe('2025-11-25');
    expect(dayOf([], NOW)).toBe('2026-11-24');
    expect(() => dayOf(['--day', 'x'], NOW)).toThrow('--day takes a date');
  });

  it.each([[['--dya', '2026-11-24']], [['2026-11-24']], [['--day']]])('accept no arguments %j', (args) => {
    expect(() => dayOf(args, NOW)).toThrow('Usage: npm run demo');
  });
});
