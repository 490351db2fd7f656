import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';
import { SupportSource } from '../sources/support-source.entity.js';
import { SupportRequest } from '../support-request.entity.js';
import type { TicketState } from './escalation-tickets.repository.js';

/** The source in which what is escalated at a location opens a ticket. */
@Entity('source_escalations')
@Index('source_escalations_source', ['sourceId'])
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'source_escalations_location_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], { name: 'source_escalations_source_fk' })
export class SourceEscalation {
  @PrimaryColumn('uuid', { name: 'location_id', primaryKeyConstraintName: 'source_escalations_pkey' })
  locationId: string;
  @Column('uuid', { name: 'source_id' }) sourceId: string;
}

/** The ticket of one hand-over to Campus IT, in Campus IT's own system. */
@Entity('escalation_tickets')
@Unique('escalation_tickets_reference', ['reference'])
@Index('escalation_tickets_external', ['sourceId', 'externalId'], {
  unique: true,
  where: 'external_id IS NOT NULL',
})
@Index('escalation_tickets_live', ['requestId'], { unique: true, where: `state <> 'over'` })
@Index('escalation_tickets_request', ['requestId', 'createdAt', 'id'])
@Index('escalation_tickets_due', ['nextAttemptAt', 'id'], {
  where: `state = 'waiting' OR parting IS NOT NULL`,
})
@Index('escalation_tickets_unseen', ['seenAt', 'id'], { where: `state = 'open'` })
@Check('escalation_tickets_state', `state IN ('waiting', 'open', 'failed', 'over')`)
@Check('escalation_tickets_parted', `parting IS NULL OR state = 'over'`)
@Check('escalation_tickets_opened', `state <> 'open' OR external_id IS NOT NULL`)
@ForeignKey(() => SupportRequest, ['requestId'], ['id'], {
  name: 'escalation_tickets_request_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], {
  name: 'escalation_tickets_source_fk',
  onDelete: 'SET NULL',
})
export class EscalationTicket {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'escalation_tickets_pkey' }) id: string;
  @Column('uuid', { name: 'request_id' }) requestId: string;
  /** Null when the source was removed. */
  @Column('uuid', { name: 'source_id', nullable: true }) sourceId: string | null;
  @Column('text', { name: 'source_name' }) sourceName: string;
  /** Part of its title, by which it is found. */
  @Column('text') reference: string;
  /** What Campus IT needs to know. */
  @Column('text', { nullable: true }) words: string | null;
  /** What is still to be written into it, because the library took the request back or got it back here. */
  @Column('text', { nullable: true }) parting: string | null;
  @Column('text') state: TicketState;
  /** How often it was tried to open it, or to write the parting into it. */
  @Column('smallint', { default: 0 }) attempts: number;
  @Column('timestamptz', { name: 'next_attempt_at' }) nextAttemptAt: Date;
  /** Why it is not there. */
  @Column('jsonb', { nullable: true }) problem: object | null;
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  @Column('text', { name: 'external_url', nullable: true }) externalUrl: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt: Date | null;
  /** When its system last told it. */
  @Column('timestamptz', { name: 'seen_at', nullable: true }) seenAt: Date | null;
  /** As its system tells them. */
  @Column('timestamptz', { name: 'first_response_at', nullable: true }) firstResponseAt: Date | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt: Date | null;
  @Column('boolean', { name: 'was_with_campus_it', default: false }) wasWithCampusIt: boolean;
  /** It was merged into a ticket that is a request of its own. */
  @Column('boolean', { default: false }) shared: boolean;
}
