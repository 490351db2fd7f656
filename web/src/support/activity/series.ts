import type { Schemas } from '../../api/client.js';

export type Series = Schemas['ActivityDto']['series'];
export type Count = Schemas['ActivityDto'];
export type Hour = Schemas['ActivityHourDto'];

export const SERIES: readonly Series[] = ['headcount', 'workstations-in-use', 'gate'];
/** What somebody at a desk can count. */
export const COUNTED_BY_HAND = ['headcount', 'workstations-in-use'] as const;
