import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../../access/user.entity.js';
import { Location } from '../../coverage/location.entity.js';

/** A secret address at which a person's calendar program reads shifts. */
@Entity('calendar_feeds')
@Unique('calendar_feeds_digest', ['digest'])
@Index('calendar_feeds_user', ['userId', 'id'])
@Index('calendar_feeds_location', ['locationId'], { where: 'location_id IS NOT NULL' })
@Check('calendar_feeds_kind', `kind IN ('mine', 'location', 'supervisor')`)
@Check('calendar_feeds_place', `(location_id IS NOT NULL) = (kind = 'location')`)
@Check('calendar_feeds_alarm', 'alarm_minutes BETWEEN 0 AND 10080')
@ForeignKey(() => User, ['userId'], ['id'], { name: 'calendar_feeds_user_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'calendar_feeds_location_fk',
  onDelete: 'CASCADE',
})
export class CalendarFeed {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('text') kind: string;
  @Column('uuid', { name: 'location_id', nullable: true }) locationId: string | null;
  @Column('bytea') digest: Buffer;
  @Column('boolean', { name: 'with_pending' }) withPending: boolean;
  @Column('int', { name: 'alarm_minutes', nullable: true }) alarmMinutes: number | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
}
