import type { Span } from '../domain/interval.js';
import type { Term } from '../domain/terms.js';
import type { WeekCalendar } from '../domain/week-calendar.js';
import type { WorkingTimeLimits } from '../domain/working-time.js';

/** What a worker thread computes. */
export interface QualityJob {
  location: { id: string; timeZone: string };
  window: Span;
  now: number;
  /** The institution's calendar, limits, and the terms that touch the window. */
  calendar: WeekCalendar;
  limits: WorkingTimeLimits;
  terms: readonly Term[];
  /** Whether the answer may name people, and so may suggest who takes whose shift. */
  withPeople: boolean;
}
