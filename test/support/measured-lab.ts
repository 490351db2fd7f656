import type { TestApp } from './app.js';
import { aLocation, coverageHours, succeeded } from './factories.js';

/** Baseline and pilot of thirteen and twenty weeks, from Mondays on. */
export const PHASES = {
  baseline: { from: '2026-03-02', to: '2026-06-01' },
  pilot: { from: '2026-06-01', to: '2026-10-19' },
};

/** A lab that is open on weekdays 09:00–17:00 in Chicago, with nobody required. */
export async function aMeasuredLab(app: TestApp, overrides: object = {}): Promise<string> {
  const { id } = await aLocation(app, overrides);
  await coverageHours(app, id, {
    weekdays: [1, 2, 3, 4, 5],
    startsAt: '09:00',
    endsAt: '17:00',
    required: 0,
    effectiveFrom: PHASES.baseline.from,
  });
  return id;
}

export const aMeasuredPilot = async (app: TestApp, body: object): Promise<string> =>
  succeeded(await app.admin.post('/pilots', { ...PHASES, ...body })).id as string;
