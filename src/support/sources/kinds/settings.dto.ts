import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsUrl, Length, Matches } from 'class-validator';
import { MayBeLeftOut, Names, tells, Text, TimeZoneField } from '../../../platform/http/fields.js';

/** The address of a system; whether it may be asked is checked by `Outgoing`. */
const BaseUrl =
  (example: string): PropertyDecorator =>
  (target, name) => {
    for (const decorate of [
      ApiProperty({ type: String, maxLength: 500, example }),
      Length(1, 500),
      IsUrl({
        protocols: ['http', 'https'],
        require_protocol: true,
        require_tld: false,
        disallow_auth: true,
        allow_query_components: false,
        allow_fragments: false,
      }),
    ])
      decorate(target, name);
  };

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
