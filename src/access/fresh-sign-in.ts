import { forbidden } from '../domain/errors.js';
import { MINUTE } from '../domain/interval.js';
import type { Caller } from './caller.js';

const FRESH_MINUTES = 15;

/** Throws when the session's password was given too long ago, and for API keys, which have no password. */
export function requireFreshSignIn({ confirmedAt }: Caller, now: number): void {
  if (confirmedAt && now - +confirmedAt < FRESH_MINUTES * MINUTE) return;
  throw forbidden('FRESH_SIGN_IN_NEEDED', { minutes: FRESH_MINUTES });
}
