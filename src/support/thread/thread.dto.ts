import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PRIORITIES, type Priority } from '../../domain/service-clock.js';
import { MayBeLeftOut, MayBeNull, Name, Text } from '../../platform/http/fields.js';
import { ENTRY_KINDS } from './acts.js';

const KINDS = ['opened', ...ENTRY_KINDS] as const;

export class RequestNoteDto {
  /** For colleagues in both divisions. Must not contain anything about the person who asked. */
  @Text(4000)
  text: string;
}

export class EscalationDto extends RequestNoteDto {
  /** What is wrong, when that is not written down yet or was something else. */
  @MayBeNull()
  @Name(200)
  title?: string | null;

  /** Where: a workstation or an area. */
  @MayBeNull()
  @Name(100)
  workstation?: string | null;

  @ApiProperty({ enum: PRIORITIES, required: false })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: Priority;
}

export class AttachmentUploadDto {
  /** A photo (PNG, JPEG, GIF, WebP), a PDF or a plain text, 5 MB at most. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: string;

  @Text(4000)
  text?: string;
}

export class ThreadFileDto {
  name: string;
  /** A media type, judged by the content. */
  type: string;
  @ApiProperty({ type: 'integer' })
  bytes: number;
}

export class ThreadEntryDto {
  /** Null when nobody made it here: it follows from a time of the request. */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  @ApiProperty({ format: 'date-time' })
  at: string;
  /** `routed`: a rule sent it to Campus IT when it was logged; `text` has the words of the rule. `withdrawn`: taken back from Campus IT. `assigned`: somebody works on it, or nobody any more. */
  @ApiProperty({ enum: KINDS })
  kind: (typeof KINDS)[number];
  @ApiProperty({ type: String, nullable: true })
  text: string | null;
  /** For operators only the display name; null for a program, another system, or when unknown. */
  @ApiProperty({ type: String, nullable: true })
  authorName: string | null;
  isOwn: boolean;
  /** Of `assigned`: who works on it; null for nobody. */
  @ApiProperty({ type: String, nullable: true })
  assigneeName: string | null;
  /** Of `attached`. Its content: `GET …/attachments/{id}`. */
  @ApiProperty({ type: () => ThreadFileDto, nullable: true })
  file: ThreadFileDto | null;
  version: number;
}

export class ThreadDto {
  /** Oldest first; all there are. */
  @ApiProperty({ type: () => [ThreadEntryDto] })
  items: ThreadEntryDto[];
}

export class AssigneeDto {
  id: string;
  name: string;
}

export class AssigneesDto {
  @ApiProperty({ type: () => [AssigneeDto] })
  items: AssigneeDto[];
}
