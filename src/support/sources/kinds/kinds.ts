import type { ClassConstructor } from 'class-transformer';
import type { SourceHttp } from '../source-http.js';
import type { TicketSource } from '../ticket-source.js';
import { REQUEST_TRACKER_PER_MINUTE, RequestTrackerSource } from './request-tracker.js';
import { RequestTrackerSettingsDto } from './settings.dto.js';

export const SOURCE_KINDS = ['request-tracker'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** All that is particular to a kind of source, but for its class. */
interface KindOfSource<Settings extends { baseUrl: string }> {
  settings: ClassConstructor<Settings>;
  /** The settings that are secrets. */
  secrets: readonly (keyof Settings & string)[];
  perMinute: number;
  headers: (settings: Settings) => Record<string, string>;
  make: (http: SourceHttp, settings: Settings, clock: { now(): number }) => TicketSource;
}

const kind = <Settings extends { baseUrl: string }>(given: KindOfSource<Settings>): KindOfSource<Settings> =>
  given;

export const KINDS = {
  'request-tracker': kind({
    settings: RequestTrackerSettingsDto,
    secrets: ['token'],
    perMinute: REQUEST_TRACKER_PER_MINUTE,
    headers: ({ token }) => ({ authorization: `token ${token}` }),
    make: (http, settings, clock) => new RequestTrackerSource(http, settings, clock),
  }),
} as const satisfies Record<SourceKind, unknown>;
