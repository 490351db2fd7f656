import { IsBoolean, Matches } from 'class-validator';
import { MayBeLeftOut, Names, tells, Text, TimeZoneField } from '../../../platform/http/fields.js';
import type { Priority } from '../../../domain/service-clock.js';
import { BaseUrl } from './base-url.js';
import { Priorities } from './priorities.js';

/** Settings of `request-tracker`: Request Tracker 5, read by REST 2.0. */
export class RequestTrackerSettingsDto {
  /** Up to and with `/REST/2.0`. */
  @BaseUrl('https://rt.example.edu/REST/2.0')
  baseUrl: string;

  /** An authentication token of a user who may see the queues and their tickets. Never returned. */
  @Text(500)
  @Matches(/^[\x21-\x7e]+$/, tells('token'))
  token: string;

  /** The names of the queues that library IT works on. */
  @Names(50)
  queues: string[];

  /** The time zone of the token's user. Knowing it, less needs to be fetched again. */
  @MayBeLeftOut()
  @TimeZoneField()
  timeZone?: string;

  /** Tickets in these queues are with Campus IT. */
  @MayBeLeftOut()
  @Names(50)
  campusItQueues?: string[];

  /** The queue in which tickets of escalated requests are opened: one of those with Campus IT. */
  @MayBeLeftOut()
  @Text(200)
  openIn?: string;

  /** Tickets with these statuses wait for the person who asked; `stalled`, if nothing is said. */
  @MayBeLeftOut()
  @Names(50, 200, 0)
  waitingStatuses?: string[];

  /** What its priorities mean here: `{"100": "high"}`. Those that are not named say nothing. */
  @Priorities()
  priorities?: Record<string, Priority>;

  /** The custom field that the location rules look at; without it they look at the name of the queue. */
  @MayBeLeftOut()
  @Text(200)
  placeField?: string;

  /** The custom field that holds the category. */
  @MayBeLeftOut()
  @Text(200)
  categoryField?: string;

  /** The queues have no tickets yet. Without this, seeing none counts as missing rights. */
  @MayBeLeftOut()
  @IsBoolean()
  startsEmpty?: boolean;
}

/** Settings of `redmine`: Redmine 5, read by its REST API. */
export class RedmineSettingsDto {
  /** As people open it. */
  @BaseUrl('https://redmine.example.edu')
  baseUrl: string;

  /** The API key of a user who may see the projects and their issues. Never returned. */
  @Text(500)
  @Matches(/^[\x21-\x7e]+$/, tells('token'))
  apiKey: string;

  /**
   * The projects that library IT works on: identifiers, names or numbers. Subprojects count only when they are named.
   * Without it, all that the key may see.
   */
  @MayBeLeftOut()
  @Names(50)
  projects?: string[];

  /** Issues in these projects are with Campus IT; identifiers, names or numbers. */
  @MayBeLeftOut()
  @Names(50)
  campusItProjects?: string[];

  /** The project in which issues of escalated requests are opened: one of those with Campus IT. */
  @MayBeLeftOut()
  @Text(200)
  openIn?: string;

  /** Issues with these statuses wait for the person who asked, such as `Feedback`; none, if nothing is said. */
  @MayBeLeftOut()
  @Names(50, 200, 0)
  waitingStatuses?: string[];

  /** What its priorities mean here: `{"Immediate": "urgent"}`. Those that are not named say nothing. */
  @Priorities()
  priorities?: Record<string, Priority>;

  /** The custom field that the location rules look at; without it they look at the name of the project. */
  @MayBeLeftOut()
  @Text(200)
  placeField?: string;

  /** The custom field that holds the category; without it, the category of the issue. */
  @MayBeLeftOut()
  @Text(200)
  categoryField?: string;

  /** There are no issues yet. Without this, seeing none counts as missing rights. */
  @MayBeLeftOut()
  @IsBoolean()
  startsEmpty?: boolean;
}
