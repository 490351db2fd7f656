import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('audit_events')
@Index('audit_events_entity', ['entity', 'entityId'])
export class AuditEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('text', { name: 'actor_kind' }) actorKind: string;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('text', { name: 'request_id' }) requestId: string;
  @Column('text') action: string;
  @Column('text') entity: string;
  @Column('uuid', { name: 'entity_id' }) entityId: string;
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  @Column('jsonb') details: object;
}
