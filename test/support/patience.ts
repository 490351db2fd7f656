import { PATIENCE, USUAL_PATIENCE } from '../../src/support/sources/source-http.js';

type Patience = typeof PATIENCE;

/** Nobody waits long for another attempt, or for the rate budget of a real server. */
const LITTLE: Partial<Patience> = { retries: [1, 1], usualWait: 1, leastPerMinute: 60_000 };

/** How long other servers may take, from now to the end of the file: as in production, but for what is given. */
export const usualPatience = (changed: Partial<Patience> = {}): void =>
  void Object.assign(PATIENCE, USUAL_PATIENCE, changed);

export const littlePatience = (changed: Partial<Patience> = {}): void =>
  usualPatience({ ...LITTLE, ...changed });

// All files of a worker share it.
afterAll(() => usualPatience());
