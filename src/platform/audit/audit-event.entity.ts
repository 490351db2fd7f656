import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { OF_ANOTHER_CLOCK } from './of-another-clock.js';

@Entity('audit_events')
@Index('audit_events_actor', ['actorId', 'id'], { where: 'actor_id IS NOT NULL' })
@Index('audit_events_about', ['entityId', 'id'])
@Index('audit_events_kind', ['entity', 'id'])
@Index('audit_events_other_clock', ['at'], { where: OF_ANOTHER_CLOCK })
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
