import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That something changed, not what: written with the audit trail, kept for an hour, read by whoever has a page open. */
@Entity('live_changes')
@Index('live_changes_order', ['transaction', 'id'])
@Index('live_changes_at', ['at'])
export class LiveChange {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: string;
  /** Numbers are given before transactions commit; by their transaction, those that may still come can be waited for. */
  @Column('bigint') transaction: string;
  @Column('timestamptz') at: Date;
  @Column('text') entity: string;
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  /** Of the operators, this one alone hears of it. */
  @Column('uuid', { name: 'operator_id', nullable: true }) operatorId: string | null;
}
