import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('idempotency_keys')
@Index('idempotency_keys_expiry', ['expiresAt'])
export class IdempotencyKey {
  @PrimaryColumn('text') caller: string;
  @PrimaryColumn('text') route: string;
  @PrimaryColumn('text') key: string;
  /** The locations that its caller could see; null means all. */
  @Column('uuid', { name: 'location_ids', array: true, nullable: true }) locationIds: string[] | null;
  @Column('bytea') fingerprint: Buffer;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('int') status: number;
  @Column('jsonb', { nullable: true }) body: object | null;
}
