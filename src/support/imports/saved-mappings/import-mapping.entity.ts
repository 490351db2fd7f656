import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../../coverage/location.entity.js';

@Entity('import_mappings')
@Unique('import_mappings_name', ['locationId', 'nameKey'])
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'import_mappings_location_fk',
  onDelete: 'CASCADE',
})
export class ImportMappingEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('text') name: string;
  /** The name without regard to case: what must be unique. */
  @Column('text', { name: 'name_key' }) nameKey: string;
  /** A mapping without its location. */
  @Column('jsonb') mapping: object;
  /** The names of the file's columns, in their order. */
  @Column('jsonb') header: string[];
  @Column('int', { default: 1 }) version: number;
}
