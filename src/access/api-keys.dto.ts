import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsIn, IsUUID } from 'class-validator';
import { IdList, Instant, MayBeLeftOut, MayBeNull, Name } from '../platform/http/fields.js';
import { SCOPES, type Scope } from './caller.js';

export class CreateApiKeyDto {
  @Name()
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsIn(SCOPES, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  scopes: Scope[];

  /** When left out: one year from now. Null: never. */
  @MayBeNull()
  @Instant()
  expiresAt?: Date | null;

  /** Locations at which the key may read and write. When left out: all. */
  @MayBeLeftOut()
  @IdList(1000)
  @ArrayMinSize(1)
  locationIds?: string[];
}

export class HandOverApiKeyDto {
  /** The admin who is responsible for the key from now on. */
  @IsUUID('loose')
  userId: string;
}

export class ApiKeyDto {
  id: string;
  name: string;
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;
  /** Null means all locations. */
  @ApiProperty({ type: String, isArray: true, nullable: true })
  locationIds: string[] | null;
  /** The admin who is responsible for the key. The key ends when they are no longer an admin. */
  ownerId: string;
  ownerName: string;
  /** Accurate to the hour; null when it was never used. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;
  version: number;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** Shown once. Left out of a replayed answer. */
  @ApiProperty({ required: false })
  key: string;
}
