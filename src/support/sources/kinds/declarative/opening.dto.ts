import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { MayBeLeftOut } from '../../../../platform/http/fields.js';
import { JsonBody, JsonPath, ServerPath, TextByName } from './fields.js';

const METHODS = ['GET', 'POST'] as const;

/** How to look for a ticket by the word in its title: `{reference}` is filled in. Only tickets that hold the word count. */
export class SourceFindDto {
  @MayBeLeftOut()
  @IsIn(METHODS)
  method?: (typeof METHODS)[number];

  @ServerPath()
  path: string;

  @MayBeLeftOut()
  @TextByName(50)
  query?: Record<string, string>;

  /** JSON. */
  @MayBeLeftOut()
  @JsonBody()
  body?: string;

  /** Where the tickets are in the answer; each has its id where the listed ones have it. */
  @JsonPath()
  items: string;
}

/**
 * How to open a ticket for an escalated request. Placeholders: `{title}`, which holds the `{reference}`, `{text}`,
 * `{location}`, `{workstation}`, `{category}`, `{priority}`, `{url}`.
 */
export class SourceOpenDto {
  @ServerPath()
  path: string;

  /** JSON, sent by POST. */
  @JsonBody()
  body: string;

  /** Where the new ticket's id is in the answer. */
  @JsonPath()
  id: string;

  /** What is looked for before a ticket is opened again, because no answer came. */
  @IsObject()
  @ValidateNested()
  @Type(() => SourceFindDto)
  find: SourceFindDto;
}
