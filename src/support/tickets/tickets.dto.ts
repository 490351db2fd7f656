import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';
import { SourceProblemDto } from '../sources/sources.dto.js';
import { TICKET_STATES, type TicketState } from './escalation-tickets.repository.js';

/** The ticket of an escalated request in Campus IT's own system. */
export class EscalationTicketDto {
  /** A word in its title, by which both sides find it. */
  reference: string;
  /** The source in which it is opened. */
  sourceName: string;
  /**
   * - `waiting`: it is about to be opened, or that is tried again
   * - `open`: it is there, and what becomes of it is followed
   * - `failed`: it could not be opened, and is not tried again by itself
   * - `over`: the library has the request again, or the ticket is there no more
   */
  @ApiProperty({ enum: TICKET_STATES })
  state: TicketState;
  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;
  @ApiProperty({ type: String, nullable: true })
  externalUrl: string | null;
  /** Why it could not be opened, is not followed, or could not be told that the library has the request again. */
  @ApiProperty({ type: SourceProblemDto, nullable: true })
  problem: SourceProblemDto | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  openedAt: string | null;
  /** When it is tried to open it; null in other states than `waiting`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAttemptAt: string | null;
  /** As its system tells it. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstResponseAt: string | null;
  /** As its system tells it. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  resolvedAt: string | null;
}

export class RequestTicketDto {
  /** The latest one; null when none was opened for the request. */
  @ApiProperty({ type: EscalationTicketDto, nullable: true })
  ticket: EscalationTicketDto | null;
  /** The source in which escalations of the location open tickets; null when they open none. */
  @ApiProperty({ type: String, nullable: true })
  opensIn: string | null;
}

const MOST_LOCATIONS = 200;

export class ChangedEscalationsDto {
  /** Requests that are escalated at these locations open a ticket in the source. */
  @ApiProperty({ type: [String], format: 'uuid', maxItems: MOST_LOCATIONS })
  @IsArray()
  @ArrayMaxSize(MOST_LOCATIONS)
  @IsUUID('loose', { each: true })
  locationIds: string[];
}

export class SourceEscalationsDto {
  locationIds: string[];
  /** Whether the settings of the source say where tickets are opened. */
  canOpen: boolean;
  /** Whether the caller may change it. */
  mayChange: boolean;
  /** Of the source. */
  version: number;
}
