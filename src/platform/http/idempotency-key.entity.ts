import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('idempotency_keys')
@Unique('idempotency_keys_once', ['caller', 'route', 'key'])
@Index('idempotency_keys_expiry', ['expiresAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid') id: string;
  @Column('text') caller: string;
  @Column('text') route: string;
  @Column('text') key: string;
  /** The locations its caller saw; null for all. */
  @Column('uuid', { name: 'location_ids', array: true, nullable: true }) locationIds: string[] | null;
  @Column('bytea') fingerprint: Buffer;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('int') status: number;
  @Column('jsonb', { nullable: true }) body: object | null;
}
