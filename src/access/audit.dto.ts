import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import {
  AUDIT_ACTIONS,
  AUDIT_ENTITIES,
  type AuditAction,
  type AuditEntity,
} from '../platform/audit/entities.js';
import { Instant, MayBeLeftOut, Text } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class AuditEventDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  actorKind: string;
  @ApiProperty({ type: String, nullable: true })
  actorId: string | null;
  requestId: string;
  /** What an older or newer version wrote may have another. */
  @ApiProperty({ enum: AUDIT_ACTIONS })
  action: AuditAction;
  @ApiProperty({ enum: AUDIT_ENTITIES })
  entity: AuditEntity;
  entityId: string;
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
  @ApiProperty({ type: Object, additionalProperties: true })
  details: object;
}

export class AuditQuery extends PageQuery {
  @MayBeLeftOut()
  @Text(50)
  entity?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  entityId?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  actorId?: string;

  @MayBeLeftOut()
  @Instant()
  from?: Date;

  @MayBeLeftOut()
  @Instant()
  to?: Date;
}
