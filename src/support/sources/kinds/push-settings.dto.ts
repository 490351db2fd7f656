import { Matches } from 'class-validator';
import type { Violation } from '../../../domain/errors.js';
import { refusalText } from '../../../domain/refusals/refusal-text.js';
import { MayBeLeftOut, tells } from '../../../platform/http/fields.js';
import type { Priority } from '../../../domain/service-clock.js';
import { keyOf } from '../../../platform/webhooks/signatures.js';
import { Priorities } from './priorities.js';

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;

/** Settings of `push`: a system that sends its requests here, signed as Standard Webhooks describes it. */
export class PushSettingsDto {
  /** The sender's own secret, if it has one: `whsec_` and 24 to 64 bytes in base64. Else one is made. Never returned. */
  @MayBeLeftOut()
  @Matches(SECRET, tells('signing-secret'))
  secret?: string;

  /** What the priorities of the sender mean here: `{"3 - Moderate": "normal"}`. Besides these, ours are understood. */
  @Priorities()
  priorities?: Record<string, Priority>;
}

/** What looks like base64 may be none, or of another length than it seems. */
export function pushViolations({ secret }: PushSettingsDto): Violation[] {
  if (secret === undefined) return [];
  const key = keyOf(secret);
  const base64 = key.toString('base64');
  const isWhole = [base64, base64.replace(/=+$/, '')].some((text) => secret === `whsec_${text}`);
  const isKey = isWhole && key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY;
  const field = 'settings.secret';
  return isKey ? [] : [{ ...refusalText('INVALID_FIELD.signing-secret', { field }), field }];
}
