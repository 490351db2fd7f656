/**
 * The current time by the server's clock. The device's clock may be hours or days wrong. The difference is
 * measured with each answer of the server (`x-server-time`) and stored for times without a network. The whole
 * app uses this.
 */
const REMEMBERED = 'afterhours-clock-ahead';
/** A smaller difference comes from the travel time of the answer, and needs no new rendering. */
const NOTICED_MILLIS = 1_000;

const listeners = new Set<() => void>();

/** How far the server's clock is ahead of the device's, in milliseconds. */
let ahead = remembered();

function remembered(): number {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(REMEMBERED);
  return kept === null || !Number.isFinite(Number(kept)) ? 0 : Number(kept);
}

/** The server's time for a time of the device's clock. */
export const byServer = (deviceMillis: number): number => deviceMillis + ahead;

/** Epoch milliseconds. */
export const currentTime = (): number => byServer(Date.now());

/** Whole seconds, for recorded times. */
export const currentSecond = (): number => Math.floor(currentTime() / 1000) * 1000;

/**
 * Uses the server time in an answer that has just arrived. The estimate is never too late: the travel time of
 * the answer only makes it earlier.
 */
export function learnTime(serverTime: string | null): void {
  const millis = serverTime === null ? Number.NaN : Date.parse(serverTime);
  if (Number.isNaN(millis)) return;
  const measured = millis - Date.now();
  if (Math.abs(measured - ahead) < NOTICED_MILLIS) return;
  ahead = measured;
  if (Math.abs(ahead) < NOTICED_MILLIS) localStorage.removeItem(REMEMBERED);
  else localStorage.setItem(REMEMBERED, String(Math.round(ahead)));
  for (const listener of listeners) listener();
}

/** Calls the listener when the current time was corrected. */
export function onTimeLearned(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
