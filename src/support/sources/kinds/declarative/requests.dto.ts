import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../platform/http/fields.js';
import { JsonBody, JsonPath, ServerPath, TextByName } from './fields.js';

const METHODS = ['GET', 'POST'] as const;

/** How something is asked for. `{name}` is filled in everywhere, where that is known. */
export class SourceRequestDto {
  /** GET, if nothing is said. */
  @MayBeLeftOut()
  @IsIn(METHODS)
  method?: (typeof METHODS)[number];

  @ServerPath()
  path: string;

  @MayBeLeftOut()
  @TextByName(50)
  query?: Record<string, string>;

  /** JSON, sent by POST. */
  @MayBeLeftOut()
  @JsonBody()
  body?: string;
}

/**
 * How to ask for tickets. Placeholders of the list of changes: `{since}`, `{until}`, `{openedSince}`, `{openedUntil}`, `{minutesAgo}`,
 * `{afterId}`; of a search: `{reference}`.
 */
export class SourceListDto extends SourceRequestDto {
  /** Where the tickets are in an answer: a list, or each of them. */
  @JsonPath()
  items: string;
}

/** How to ask for one ticket: `{id}` is filled in. */
export class SourceTicketDto extends SourceRequestDto {
  /** Where the ticket is in the answer; without it, the answer is the ticket. */
  @MayBeLeftOut()
  @JsonPath()
  at?: string;
}
