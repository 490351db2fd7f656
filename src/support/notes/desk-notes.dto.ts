import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { Text } from '../../platform/http/fields.js';

export class CreateDeskNoteDto {
  @IsUUID('loose')
  locationId: string;

  /** Information for the next shift. Must not contain anything about people who asked for help. */
  @Text(2000)
  text: string;
}

export class DeskNoteDto {
  id: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  text: string;
  /** The author. For operators only the display name; null when the author is not a user, or was removed. */
  @ApiProperty({ type: String, nullable: true })
  authorName: string | null;
  /** Whether the caller wrote it. */
  isOwn: boolean;
  version: number;
}
