import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The fact that something changed, not what. Written with the audit trail, kept for an hour, read for open
 * pages.
 */
@Entity('live_changes')
@Index('live_changes_order', ['transaction', 'id'])
@Index('live_changes_at', ['at'])
export class LiveChange {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: string;
  /**
   * Ids are assigned before transactions commit. With the transaction's number, readers can wait for those
   * still open.
   */
  @Column('bigint') transaction: string;
  @Column('timestamptz') at: Date;
  @Column('text') entity: string;
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  /** The only operator who hears of it. */
  @Column('uuid', { name: 'operator_id', nullable: true }) operatorId: string | null;
}
