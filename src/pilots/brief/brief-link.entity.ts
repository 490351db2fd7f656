import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Pilot } from '../pilot.entity.js';

/** A brief as it was when somebody shared it. Its link shows this page, whatever changes later. */
@Entity('brief_links')
@Unique('brief_links_digest', ['digest'])
@Index('brief_links_pilot', ['pilotId'])
@Index('brief_links_expires', ['expiresAt'])
@ForeignKey(() => Pilot, ['pilotId'], ['id'], { name: 'brief_links_pilot_fk', onDelete: 'CASCADE' })
export class BriefLink {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'pilot_id' }) pilotId: string;
  @Column('bytea') digest: Buffer;
  @Column('text') page: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
}
