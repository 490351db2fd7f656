import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

@Entity('desk_notes')
@Index('desk_notes_at', ['locationId', 'at', 'id'])
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'desk_notes_location_fk' })
export class DeskNote {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('timestamptz') at: Date;
  @Column('text') text: string;
  /** A user or an API key. */
  @Column('uuid', { name: 'created_by' }) createdBy: string;
}
