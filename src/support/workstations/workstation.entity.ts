import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

@Entity('workstations')
@Unique('workstations_name', ['locationId', 'nameKey'])
@Check(
  'workstations_out',
  'out_of_service_until IS NULL OR (out_of_service_from IS NOT NULL AND out_of_service_until >= out_of_service_from)',
)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'workstations_location_fk' })
export class Workstation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('text') name: string;
  /** The name without regard to case: what must be unique. */
  @Column('text', { name: 'name_key' }) nameKey: string;
  @Column('text', { nullable: true }) area: string | null;
  @Column('date', { name: 'in_service_from', nullable: true }) inServiceFrom: string | null;
  @Column('date', { name: 'upgraded_on', nullable: true }) upgradedOn: string | null;
  @Column('date', { name: 'joined_network_on', nullable: true }) joinedNetworkOn: string | null;
  @Column('date', { name: 'out_of_service_from', nullable: true }) outOfServiceFrom: string | null;
  /** The last date, inclusive. */
  @Column('date', { name: 'out_of_service_until', nullable: true }) outOfServiceUntil: string | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('int', { default: 1 }) version: number;
}
