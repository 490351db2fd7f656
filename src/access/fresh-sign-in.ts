import { forbidden } from '../domain/errors.js';
import { MINUTE } from '../domain/interval.js';
import type { Caller } from './caller.js';

const FRESH_MINUTES = 15;

/** Throws where the session's password was given too long ago for what outlasts a session left open; a key has none to give. */
export function requireFreshSignIn({ confirmedAt }: Caller, now: number): void {
  if (confirmedAt && now - +confirmedAt < FRESH_MINUTES * MINUTE) return;
  throw forbidden('FRESH_SIGN_IN_NEEDED', { minutes: FRESH_MINUTES });
}
