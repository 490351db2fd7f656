/**
 * The present, as the server has it. A device's own clock may be hours or days off; how far is measured on every answer of the server
 * (`x-server-time`), and remembered for when there is no network. Everything in the app asks here.
 */
const REMEMBERED = 'afterhours-clock-ahead';
/** Less than this is the way of an answer, and no reason to draw anew. */
const NOTICED_MILLIS = 1_000;

const listeners = new Set<() => void>();

/** How far the server's clock is ahead of the device's, in milliseconds. */
let ahead = remembered();

function remembered(): number {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(REMEMBERED);
  return kept === null || !Number.isFinite(Number(kept)) ? 0 : Number(kept);
}

/** What the device’s clock said of a moment, by the server’s. */
export const byServer = (deviceMillis: number): number => deviceMillis + ahead;

/** Epoch milliseconds. */
export const currentTime = (): number => byServer(Date.now());

/** Whole seconds, for what is written down. */
export const currentSecond = (): number => Math.floor(currentTime() / 1000) * 1000;

/** What an answer that has just arrived says of the server's time. Never ahead of it: the way back only makes it earlier. */
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

/** Tells when the present has turned out to be another one. */
export function onTimeLearned(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
