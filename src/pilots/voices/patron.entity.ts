import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

/** The address on the sheet at a desk. It is shown again, so that a lost sheet can be printed again. */
@Entity('patron_links')
@Unique('patron_links_one_each', ['locationId'])
@Unique('patron_links_token', ['token'])
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'patron_links_location_fk', onDelete: 'CASCADE' })
export class PatronLink {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('text') token: string;
}

/** How often patrons gave an answer in a local hour of a local date. */
@Entity('patron_counts')
@Check('patron_counts_hour', 'hour BETWEEN 0 AND 23')
@Check('patron_counts_answer', `answer IN ('yes', 'partly', 'no')`)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'patron_counts_location_fk' })
export class PatronCountEntity {
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
  @PrimaryColumn('date') date: string;
  @PrimaryColumn('smallint') hour: number;
  @PrimaryColumn('text') answer: string;
  @Column('int') count: number;
}
