import { Check, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Measure } from '../../domain/service-clock.js';
import { SupportRequest } from '../support-request.entity.js';

/** People were told that a request nears its target or is over it. */
@Entity('request_target_notices')
@Check('request_target_notices_measure', `measure IN ('response', 'resolution')`)
@Check('request_target_notices_state', `state IN ('soon', 'over')`)
@ForeignKey(() => SupportRequest, ['requestId'], ['id'], {
  name: 'request_target_notices_request_fk',
  onDelete: 'CASCADE',
})
export class RequestTargetNotice {
  @PrimaryColumn('uuid', { name: 'request_id', primaryKeyConstraintName: 'request_target_notices_pkey' })
  requestId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'request_target_notices_pkey' })
  measure: Measure;
  /** When the clock began that reaches the target. */
  @PrimaryColumn('timestamptz', { name: 'began_at', primaryKeyConstraintName: 'request_target_notices_pkey' })
  beganAt: Date;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'request_target_notices_pkey' })
  state: 'soon' | 'over';
}
