/**
 * Passes on nothing of the app's environment, which may contain secrets and PG* settings. Windows needs
 * SystemRoot.
 */
export const serverEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries({
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    LC_ALL: 'C',
    TZ: 'UTC',
  }).filter(([, value]) => value !== undefined),
);
