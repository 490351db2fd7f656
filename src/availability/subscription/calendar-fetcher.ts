import { Injectable } from '@nestjs/common';
import { conflict, invalid } from '../../domain/errors.js';
import { Outgoing } from '../../platform/outgoing/outgoing.js';
import { OutgoingError } from '../../platform/outgoing/outgoing-error.js';

const MOST_BYTES = 1_000_000;
const MILLISECONDS = 10_000;

/** Fetches calendars from addresses that users enter. */
@Injectable()
export class CalendarFetcher {
  constructor(private readonly outgoing: Outgoing) {}

  /** The address that will be fetched. Throws when it is not allowed. */
  parse(text: string): URL {
    try {
      return this.outgoing.judge(text.replace(/^webcals?:/i, 'https:'));
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** The file, at most one megabyte. */
  async fetch(url: string): Promise<Buffer> {
    try {
      const { status, body } = await this.outgoing.fetch({
        url,
        headers: { accept: 'text/calendar' },
        milliseconds: MILLISECONDS,
        mostBytes: MOST_BYTES,
        redirects: 'anywhere',
      });
      if (status !== 200) throw conflict('CALENDAR_UNREACHABLE.answers', { status });
      return body;
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof OutgoingError)) return error;
  switch (error.problem) {
    case 'no-address':
      return invalid('url', 'INVALID_FIELD.calendar-address');
    case 'not-https':
      return invalid('url', 'INVALID_FIELD.calendar-https');
    case 'private':
      return invalid('url', 'INVALID_FIELD.calendar-private');
    case 'redirected':
    case 'too-many-redirects':
      return conflict('CALENDAR_UNREACHABLE.sent-on');
    case 'too-large':
      return conflict('CALENDAR_UNREACHABLE.too-large');
    case 'slow':
      return conflict('CALENDAR_UNREACHABLE.slow');
    default:
      return conflict('CALENDAR_UNREACHABLE');
  }
}
