import type { TestApp } from './app.js';
import type { FakeRequestTracker } from './fake-request-tracker.js';
import { aPush, aPusher, type Pusher } from './pushes.js';
import { aSource, aSystemSource, collected, trackerSettings, trackerTime } from './sources.js';
import type { ZammadSystem } from './ticket-systems/zammad.js';

/**
 * The ticket system of a library's desk, in which Campus IT does not work. It has one ticket, which was opened ten minutes ago. Each act
 * reaches the app at once.
 */
export interface Desk {
  /** Of its source, which is named `desk`. */
  id: string;
  /** Somebody changes its title. */
  change(): Promise<void>;
  /** Its ticket waits for the person who asked, or does so no more. Left out where the desk does not tell that. */
  waits?(isWaiting: boolean): Promise<void>;
  resolve(): Promise<void>;
  reopen(): Promise<void>;
}

const agoOf = (app: TestApp): number => app.clock.now() - 10 * 60_000;

/** It tells the whole past of its tickets. */
export async function trackerDesk(
  app: TestApp,
  tracker: FakeRequestTracker,
  locationId: string,
): Promise<Desk> {
  tracker.open(new Date(agoOf(app)).toISOString().replace('.000Z', 'Z'));
  const settings = trackerSettings(tracker, { campusItQueues: undefined });
  const { id } = await aSource(app, tracker, { name: 'desk', locationId, settings });
  const now = (): string => trackerTime(app);
  const told = async (): Promise<void> => void (await collected(app, id));
  return {
    id,
    change: () => {
      tracker.change(1, now(), { Subject: 'The sound is bad' });
      return told();
    },
    waits: (isWaiting) => {
      tracker.change(1, now(), { Status: isWaiting ? 'stalled' : 'open' });
      return told();
    },
    resolve: () => {
      tracker.resolve(1, now());
      return told();
    },
    reopen: () => {
      tracker.reopen(1, now());
      return told();
    },
  };
}

/** It tells only how its tickets are now. */
export async function zammadDesk(app: TestApp, zammad: ZammadSystem, locationId: string): Promise<Desk> {
  zammad.open({ openedAt: agoOf(app) });
  const { id } = await aSystemSource(app, zammad, { name: 'desk', locationId });
  const told = async (act: () => void): Promise<void> => {
    act();
    await collected(app, id);
  };
  return {
    id,
    change: () => told(() => zammad.change('1', { title: 'The sound is bad' })),
    waits: (isWaiting) => told(() => zammad.change('1', { isWaiting })),
    resolve: () => told(() => zammad.resolve('1')),
    reopen: () => told(() => zammad.reopen('1')),
  };
}

/** It pushes its tickets, and says each time that the library has them. */
export async function pushingDesk(app: TestApp, locationId: string): Promise<Desk> {
  const pusher: Pusher = await aPusher(app, { name: 'desk', locationId });
  const openedAt = new Date(agoOf(app)).toISOString();
  const told = async (fields: object = {}): Promise<void> => {
    const updatedAt = app.clock.date().toISOString();
    await pusher.sent(aPush('1', { openedAt, updatedAt, tier: 'library', escalatedAt: null, ...fields }));
  };
  await told();
  return {
    id: pusher.source.id,
    change: () => told({ title: 'The sound is bad' }),
    resolve: () => told({ resolvedAt: app.clock.date().toISOString() }),
    reopen: () => told({ resolvedAt: null }),
  };
}
