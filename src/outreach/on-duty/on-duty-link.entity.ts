import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

/** A secret address that shows who is on duty at a location, such as on a screen at its door. */
@Entity('on_duty_links')
@Unique('on_duty_links_digest', ['digest'])
@Index('on_duty_links_location', ['locationId', 'id'])
@Check('on_duty_links_shows', `shows IN ('names', 'positions')`)
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'on_duty_links_location_fk',
  onDelete: 'CASCADE',
})
export class OnDutyLink {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('bytea') digest: Buffer;
  @Column('text') shows: string;
  @Column('text', { nullable: true }) label: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
}
