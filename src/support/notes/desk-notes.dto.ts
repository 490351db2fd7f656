import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { Text } from '../../platform/http/fields.js';

export class CreateDeskNoteDto {
  @IsUUID('loose')
  locationId: string;

  /** What the next shift should know. Nothing about people who asked for help. */
  @Text(2000)
  text: string;
}

export class DeskNoteDto {
  id: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  text: string;
  /** First name alone for operators; null where no user wrote it, or one who is gone. */
  @ApiProperty({ type: String, nullable: true })
  authorName: string | null;
  /** Whether the caller wrote it. */
  isOwn: boolean;
  version: number;
}
