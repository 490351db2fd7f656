import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Operator } from '../../people/position.entity.js';
import { Claim } from '../roster/shift.entity.js';

/** An operator asks somebody to take over a claim, and stays responsible for it until somebody does. */
@Entity('drop_requests')
@Index('drop_requests_one_each', ['claimId'], { unique: true, where: `status IN ('open', 'pending')` })
@Index('drop_requests_claim', ['claimId'])
@Index('drop_requests_taken_claim', ['takenClaimId'], { where: 'taken_claim_id IS NOT NULL' })
@Check('drop_requests_status', `status IN ('open', 'pending', 'taken', 'cancelled', 'released')`)
@Check('drop_requests_taken', `(status IN ('pending', 'taken')) = (taken_claim_id IS NOT NULL)`)
@Check(
  'drop_requests_cancelled_from',
  `cancelled_from IS NULL OR (status = 'cancelled' AND cancelled_from IN ('open', 'pending'))`,
)
@ForeignKey(() => Claim, ['claimId'], ['id'], { name: 'drop_requests_claim_fk' })
@ForeignKey(() => Claim, ['takenClaimId'], ['id'], { name: 'drop_requests_taken_fk' })
export class DropRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'claim_id' }) claimId: string;
  @Column('text') reason: string;
  @Column('text') status: string;
  @Column('uuid', { name: 'taken_claim_id', nullable: true }) takenClaimId: string | null;
  @Column('text', { name: 'cancelled_from', nullable: true }) cancelledFrom: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}

/**
 * An operator offers one of their claims to a colleague, for one of the colleague's claims or for nothing.
 */
@Entity('swaps')
@Index('swaps_claim', ['claimId'])
@Index('swaps_with_claim', ['withClaimId'], { where: 'with_claim_id IS NOT NULL' })
@Index('swaps_operator', ['toOperatorId'])
@Check('swaps_status', `status IN ('open', 'accepted', 'completed', 'declined', 'cancelled')`)
@Check(
  'swaps_cancelled_from',
  `cancelled_from IS NULL OR (status = 'cancelled' AND cancelled_from IN ('open', 'accepted'))`,
)
@ForeignKey(() => Claim, ['claimId'], ['id'], { name: 'swaps_claim_fk' })
@ForeignKey(() => Claim, ['withClaimId'], ['id'], { name: 'swaps_with_claim_fk' })
@ForeignKey(() => Operator, ['toOperatorId'], ['id'], { name: 'swaps_operator_fk' })
export class Swap {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'claim_id' }) claimId: string;
  @Column('uuid', { name: 'with_claim_id', nullable: true }) withClaimId: string | null;
  @Column('uuid', { name: 'to_operator_id' }) toOperatorId: string;
  @Column('text', { name: 'cancelled_from', nullable: true }) cancelledFrom: string | null;
  @Column('text') status: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}
