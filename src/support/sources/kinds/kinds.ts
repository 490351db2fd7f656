import type { ClassConstructor } from 'class-transformer';
import type { Violation } from '../../../domain/errors.js';
import { refusalText } from '../../../domain/refusals/refusal-text.js';
import type { Clock } from '../../../platform/clock/clock.js';
import type { Outgoing } from '../../../platform/outgoing/outgoing.js';
import { always, SourceHttp, type Authorization, type HttpLimits } from '../source-http.js';
import type { TicketSource } from '../ticket-source.js';
import { authorizationOf, authSecrets } from './declarative/authorization.js';
import { DeclarativeSource } from './declarative/declarative.js';
import { DeclarativeSettingsDto } from './declarative/settings.dto.js';
import { declarativeViolations } from './declarative/settings-rules.js';
import { MailboxSource } from './mailbox/mailbox.js';
import { mailServerOf } from './mailbox/mail-server.js';
import { MailboxSettingsDto } from './mailbox/settings.dto.js';
import { MOST_FILE_BYTES } from './file-url/file-download.js';
import { FILE_PER_MINUTE, FileUrlSource } from './file-url/file-url.js';
import { FileUrlSettingsDto } from './file-url/settings.dto.js';
import { fileViolations, storedFileUrl, withoutRepeated } from './file-url/settings-rules.js';
import { REDMINE_PER_MINUTE, RedmineSource } from './redmine.js';
import { REQUEST_TRACKER_PER_MINUTE, RequestTrackerSource } from './request-tracker.js';
import { PushSettingsDto, pushViolations } from './push-settings.dto.js';
import { RedmineSettingsDto, RequestTrackerSettingsDto } from './settings.dto.js';

export const SOURCE_KINDS = [
  'request-tracker',
  'redmine',
  'declarative',
  'push',
  'file-url',
  'mailbox',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** What a source needs to read its system. */
interface Tools {
  outgoing: Outgoing;
  clock: Pick<Clock, 'now'>;
  /** The time zone of times that tell none. */
  zone: () => Promise<string>;
}

/** The source that settings are of. */
export interface SettingsOf {
  name: string;
  locationId?: string | null;
}

/** All that is particular to a kind of source, but for its class. */
interface KindOfSource<Settings extends object> {
  /** How tickets are when they are read, or changes when they are written down, perhaps long after. */
  tells: 'states' | 'changes';
  settings: ClassConstructor<Settings>;
  /** What is wrong between settings that are each right by themselves. */
  violations?: (settings: Settings, source: SettingsOf) => Violation[];
  /** What is kept of them, when it is not the same. */
  stored?: (settings: Settings) => object;
  /** The settings that are secrets, with dots between the names on the way to them. */
  secrets: (settings: Settings) => readonly string[];
  /** The server that they lead to, where it is not in `baseUrl` or `url`. */
  server?: (settings: Settings) => string;
  /** What reads it; null where requests are pushed to us instead. */
  open: ((settings: Settings, tools: Tools) => TicketSource) | null;
}

type AnyKind = KindOfSource<object>;

/** Whoever has settings of a kind gives them back to that kind only. */
const kind = <Settings extends object>(given: KindOfSource<Settings>): AnyKind => given as unknown as AnyKind;

/** Whether a kind of source tells changes when they are written down, and not how tickets are when they are read. */
export const tellsChanges = (of: SourceKind): boolean => KINDS[of].tells === 'changes';

/** Whether the settings of a source say where tickets are opened. */
export const opensTickets = (settings: Readonly<Record<string, unknown>>): boolean =>
  settings['openIn'] !== undefined || settings['open'] !== undefined;

/** What is opened has to be with Campus IT, or nobody could tell whether it comes back. */
function openInViolations(openIn: string | undefined, names: readonly string[], list: string): Violation[] {
  const isNamed = names.some((name) => name.toLowerCase() === openIn?.toLowerCase());
  if (openIn === undefined || isNamed) return [];
  const refused = refusalText('INVALID_FIELD.must-be-in', { field: 'openIn', list });
  return [{ ...refused, field: 'settings.openIn' }];
}

/** Requests to the server of a source. */
const serverOf = (
  { outgoing, clock }: Tools,
  url: string,
  perMinute: number,
  authorization: Authorization,
  limits: HttpLimits = {},
): SourceHttp => new SourceHttp(outgoing, clock, { url, perMinute, authorization, ...limits });

export const KINDS: Readonly<Record<SourceKind, AnyKind>> = {
  'request-tracker': kind({
    tells: 'states',
    settings: RequestTrackerSettingsDto,
    violations: ({ openIn, campusItQueues = [] }) =>
      openInViolations(openIn, campusItQueues, 'campusItQueues'),
    secrets: () => ['token'],
    open: (settings, tools) => {
      const shown = always({ authorization: `token ${settings.token}` });
      const http = serverOf(tools, settings.baseUrl, REQUEST_TRACKER_PER_MINUTE, shown);
      return new RequestTrackerSource(http, settings, tools.clock);
    },
  }),
  redmine: kind({
    tells: 'states',
    settings: RedmineSettingsDto,
    violations: ({ openIn, campusItProjects = [] }) =>
      openInViolations(openIn, campusItProjects, 'campusItProjects'),
    secrets: () => ['apiKey'],
    open: (settings, tools) => {
      const shown = always({ 'x-redmine-api-key': settings.apiKey });
      const http = serverOf(tools, settings.baseUrl, REDMINE_PER_MINUTE, shown);
      return new RedmineSource(http, settings, tools.clock);
    },
  }),
  declarative: kind({
    tells: 'states',
    settings: DeclarativeSettingsDto,
    violations: declarativeViolations,
    secrets: ({ auth }) => authSecrets(auth),
    open: (settings, tools) => {
      const { baseUrl, perMinute, auth } = settings;
      const withoutShowing = serverOf(tools, baseUrl, perMinute, always({}));
      const shown = authorizationOf(auth, withoutShowing, tools.clock);
      return new DeclarativeSource(serverOf(tools, baseUrl, perMinute, shown), settings, tools.clock);
    },
  }),
  push: kind({
    tells: 'changes',
    settings: PushSettingsDto,
    violations: pushViolations,
    secrets: () => ['secret'],
    open: null,
  }),
  'file-url': kind({
    tells: 'changes',
    settings: FileUrlSettingsDto,
    violations: fileViolations,
    stored: storedFileUrl,
    secrets: ({ auth }) => ['url', ...authSecrets(auth)],
    open: (settings, tools) => {
      const { url, auth = { kind: 'none' } } = settings;
      const limits = {
        mostBytes: MOST_FILE_BYTES,
        patience: 4,
        redirects: auth.kind === 'none' ? 'anywhere' : 'same-server',
      } as const;
      const withoutShowing = serverOf(tools, url, FILE_PER_MINUTE, always({}));
      const shown = authorizationOf(auth, withoutShowing, tools.clock);
      return new FileUrlSource(serverOf(tools, url, FILE_PER_MINUTE, shown, limits), settings, tools);
    },
  }),
  mailbox: kind({
    tells: 'changes',
    settings: MailboxSettingsDto,
    violations: fileViolations,
    stored: withoutRepeated,
    secrets: () => ['password'],
    server: mailServerOf,
    open: (settings, tools) => new MailboxSource(settings, tools),
  }),
};
