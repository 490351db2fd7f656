import type { TestApp } from './app.js';
import { coverageHours, succeeded } from './factories.js';
import type { Answer } from './http-client.js';

/**
 * Helpers to create pilots and read their metrics. `app` returns the started app; each pilot’s name begins
 * with `name`.
 */
export function pilotMetrics(name: string, app: () => TestApp) {
  let count = 0;
  /** Creates a pilot of these locations with this pilot phase, and returns its id. */
  const aPilot = async (
    locationIds: string[],
    from: string,
    to: string,
    overrides: object = {},
  ): Promise<string> => {
    const body = {
      name: `${name} ${++count}`,
      locationIds,
      baseline: { from: '2026-01-01', to: '2026-01-02' },
      pilot: { from, to },
      ...overrides,
    };
    return succeeded(await app().admin.post('/pilots', body)).id as string;
  };
  const ask = async (pilotId: string, query: string): Promise<Answer['body']> =>
    succeeded(await app().admin.get(`/pilots/${pilotId}/metrics?phase=pilot&${query}`));
  const items = async (pilotId: string, query: string): Promise<Answer['body'][]> =>
    (await ask(pilotId, query)).items as Answer['body'][];
  const alwaysOpen = (locationId: string, overrides: object = {}) =>
    coverageHours(app(), locationId, {
      startsAt: '00:00',
      endsAt: '00:00',
      effectiveFrom: '2026-01-01',
      ...overrides,
    });
  return { aPilot, ask, items, alwaysOpen };
}
