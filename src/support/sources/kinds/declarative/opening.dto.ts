import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { MayBeLeftOut } from '../../../../platform/http/fields.js';
import { JsonBody, JsonPath, ServerPath, TextByName } from './fields.js';
import { SourceListDto } from './requests.dto.js';

const NOTE_METHODS = ['POST', 'PUT', 'PATCH'] as const;

/** How to write a note into a ticket. Placeholders: `{id}`, `{note}`, `{html}` (the same in HTML). */
export class SourceNoteDto {
  /** POST, if nothing is said. */
  @MayBeLeftOut()
  @IsIn(NOTE_METHODS)
  method?: (typeof NOTE_METHODS)[number];

  @ServerPath()
  path: string;

  /** JSON. */
  @JsonBody()
  body: string;
}

/**
 * How to open a ticket for an escalated request. Placeholders: `{title}`, which holds the `{reference}`, `{text}`, `{html}` (the same
 * in HTML), `{location}`, `{workstation}`, `{category}`, `{priority}`, `{url}`. A text that is `{#priority}` and nothing else is
 * sent as a number.
 */
export class SourceOpenDto {
  @ServerPath()
  path: string;

  /** JSON, sent by POST. */
  @JsonBody()
  body: string;

  /** What `low`, `normal`, `high` and `urgent` are called there. */
  @MayBeLeftOut()
  @TextByName(4)
  priorities?: Record<string, string>;

  /** Where the new ticket's id is in the answer. */
  @JsonPath()
  id: string;

  /**
   * What is looked for before a ticket is opened again, because no answer came: tickets that may have the `{reference}`. Only those
   * that hold it count; each has its id where the listed ones have it.
   */
  @IsObject()
  @ValidateNested()
  @Type(() => SourceListDto)
  find: SourceListDto;

  /** How Campus IT is told that the library has a request again; without it, the ticket is not told. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceNoteDto)
  note?: SourceNoteDto;
}
