import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('locations')
@Unique('locations_name', ['name'])
export class Location {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('boolean', { name: 'trades_need_approval', default: false }) tradesNeedApproval: boolean;
  @Column('text', { name: 'check_in_networks', array: true, default: [] }) checkInNetworks: string[];
  @Column('int', { default: 1 }) version: number;
}
