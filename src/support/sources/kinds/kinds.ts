import type { ClassConstructor } from 'class-transformer';
import type { Violation } from '../../../domain/errors.js';
import { always, type Authorization, type SourceHttp } from '../source-http.js';
import type { TicketSource } from '../ticket-source.js';
import { authorizationOf, authSecrets } from './declarative/authorization.js';
import { DeclarativeSource } from './declarative/declarative.js';
import { DeclarativeSettingsDto } from './declarative/settings.dto.js';
import { declarativeViolations } from './declarative/settings-rules.js';
import { REDMINE_PER_MINUTE, RedmineSource } from './redmine.js';
import { REQUEST_TRACKER_PER_MINUTE, RequestTrackerSource } from './request-tracker.js';
import { RedmineSettingsDto, RequestTrackerSettingsDto } from './settings.dto.js';

export const SOURCE_KINDS = ['request-tracker', 'redmine', 'declarative'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

interface Now {
  now(): number;
}

/** All that is particular to a kind of source, but for its class. */
interface KindOfSource<Settings extends { baseUrl: string }> {
  settings: ClassConstructor<Settings>;
  /** What is wrong between settings that are each right by themselves. */
  violations?: (settings: Settings) => Violation[];
  /** The settings that are secrets, with dots between the names on the way to them. */
  secrets: (settings: Settings) => readonly string[];
  perMinute: (settings: Settings) => number;
  /** `http` asks without any. */
  authorization: (settings: Settings, http: SourceHttp, clock: Now) => Authorization;
  make: (http: SourceHttp, settings: Settings, clock: Now) => TicketSource;
}

type AnyKind = KindOfSource<{ baseUrl: string }>;

/** Whoever has settings of a kind gives them back to that kind only. */
const kind = <Settings extends { baseUrl: string }>(given: KindOfSource<Settings>): AnyKind =>
  given as unknown as AnyKind;

export const KINDS: Readonly<Record<SourceKind, AnyKind>> = {
  'request-tracker': kind({
    settings: RequestTrackerSettingsDto,
    secrets: () => ['token'],
    perMinute: () => REQUEST_TRACKER_PER_MINUTE,
    authorization: ({ token }) => always({ authorization: `token ${token}` }),
    make: (http, settings, clock) => new RequestTrackerSource(http, settings, clock),
  }),
  redmine: kind({
    settings: RedmineSettingsDto,
    secrets: () => ['apiKey'],
    perMinute: () => REDMINE_PER_MINUTE,
    authorization: ({ apiKey }) => always({ 'x-redmine-api-key': apiKey }),
    make: (http, settings, clock) => new RedmineSource(http, settings, clock),
  }),
  declarative: kind({
    settings: DeclarativeSettingsDto,
    violations: declarativeViolations,
    secrets: ({ auth }) => authSecrets(auth),
    perMinute: ({ perMinute }) => perMinute,
    authorization: ({ auth }, http, clock) => authorizationOf(auth, http, clock),
    make: (http, settings, clock) => new DeclarativeSource(http, settings, clock),
  }),
};
