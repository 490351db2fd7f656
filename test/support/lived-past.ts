import type { TestApp } from './app.js';
import { aLocation, aSupportRequest, coverageHours, succeeded } from './factories.js';
import { pilotMetrics } from './pilots.js';

// Labs are open each night from 20:00 to 02:00. It is Monday, 26 October 2026, in Chicago.

const TARGETS = [
  { tier: 'library', priority: 'normal', responseMinutes: null, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', resolutionMinutes: 240 },
];
export const OPENED = '2026-10-27T01:00:00Z';
export const STORY = [
  ['01:10', 'answered'],
  ['01:20', 'resolved'],
  ['01:50', 'reopened'],
  ['02:00', 'escalated'],
  ['02:30', 'returned'],
  ['02:40', 'escalated'],
  ['03:00', 'returned'],
  ['03:20', 'resolved'],
] as const;
export type Act = (typeof STORY)[number][1];
export const instant = (time: string): string => `2026-10-27T${time}:00Z`;

export interface Told {
  id: string;
  version: number;
  tier: string;
}
export const aLab = async (app: TestApp): Promise<string> => {
  const { id } = await aLocation(app);
  await coverageHours(app, id);
  succeeded(await app.admin.patch('/settings', { serviceTargets: TARGETS }));
  return id;
};
export const requestAt = async (app: TestApp, locationId: string): Promise<Told> =>
  (succeeded(await app.admin.get(`/support-requests?locationId=${locationId}`)).items as Told[])[0]!;
export const clockOf = async (app: TestApp, { id }: { id: string }) =>
  succeeded(await app.admin.get(`/support-requests/${id}/clock`)).clock;
export const threadOf = async (app: TestApp, { id }: { id: string }): Promise<string[]> =>
  (
    succeeded(await app.admin.get(`/support-requests/${id}/thread`)).items as { kind: string; at: string }[]
  ).map(({ kind, at }) => `${kind} ${new Date(at).toISOString().slice(11, 16)}`);
/** What Campus IT is shown, without what differs between any two requests. */
const queueOf = async (app: TestApp, locationId: string) =>
  (
    succeeded(await app.admin.get(`/support-queue?tier=campus-it&locationId=${locationId}`)).items as {
      tier: string;
      clock: unknown;
    }[]
  ).map(({ tier, clock }) => ({ tier, clock }));

/** A request of a lab that people here did all this with, as far as it has happened. */
async function byHand(app: TestApp, locationId: string): Promise<(act: Act) => Promise<void>> {
  const { id } = await aSupportRequest(app, locationId, { openedAt: OPENED });
  const now = (): string => app.clock.date().toISOString();
  const patch = async (body: object): Promise<void> =>
    void succeeded(await app.admin.patch(`/support-requests/${id}`, body));
  const acts = {
    answered: () => patch({ firstResponseAt: now() }),
    resolved: () => patch({ resolvedAt: now() }),
    reopened: () => patch({ resolvedAt: null }),
    escalated: async () =>
      void succeeded(await app.admin.post(`/support-requests/${id}/escalate`, { text: 'It needs you.' })),
    returned: async () =>
      void succeeded(await app.admin.post(`/support-requests/${id}/return`, { text: 'It is yours.' })),
  };
  return (act) => acts[act]();
}

/** What a request of a lab looks like to everybody. */
async function seen(app: TestApp, locationId: string): Promise<unknown> {
  const request = await requestAt(app, locationId);
  const { tier, escalatedAt, firstResolvedAt, resolvedAt, firstResponseAt } = succeeded(
    await app.admin.get(`/support-requests/${request.id}`),
  );
  return {
    request: { tier, escalatedAt, firstResolvedAt, resolvedAt, firstResponseAt },
    clock: await clockOf(app, request),
    queue: await queueOf(app, locationId),
    thread: await threadOf(app, request),
  };
}

async function figures(app: TestApp, locationId: string): Promise<unknown> {
  const { aPilot, ask } = pilotMetrics(`Past ${locationId}`, () => app);
  const pilotId = await aPilot([locationId], '2026-10-26', '2026-10-27', { followUpHours: 24 });
  return (await ask(pilotId, '')).totals.pilot;
}

/**
 * Lives through the story at two labs: at one by hand, at the other as a ticket, which is collected after each act. Compares the
 * two after each act, and the figures of both at the end.
 */
export async function lived(
  app: TestApp,
  ticket: {
    open(): Promise<void>;
    acts: Record<Act, (at: string) => void>;
    collect(): Promise<unknown>;
    lab: string;
  },
  acts: readonly (readonly [string, Act])[] = STORY,
): Promise<void> {
  const other = await aLab(app);
  app.clock.set(OPENED);
  const act = await byHand(app, other);
  await ticket.open();
  for (const [time, name] of acts) {
    app.clock.set(instant(time));
    await ticket.collect();
    await act(name);
    ticket.acts[name](instant(time));
    app.clock.advance(1);
    await ticket.collect();
    app.clock.advance(3);
    expect([name, await seen(app, ticket.lab)]).toEqual([name, await seen(app, other)]);
  }
  app.clock.set('2026-10-28T12:00:00Z');
  const told = await figures(app, ticket.lab);
  expect(told).toEqual(await figures(app, other));
  expect(told).toMatchObject({
    resolutionServiceMinutesP50: 110,
    resolutionWallMinutesP50: 140,
    stoppedRequests: 1,
  });
}
