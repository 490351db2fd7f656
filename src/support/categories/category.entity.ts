import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

@Entity('support_categories')
@Unique('support_categories_name', ['name'])
@Index('support_categories_order', ['rank', 'id'])
@Check('support_categories_read_level', 'read_level BETWEEN 1 AND 6')
@Check('support_categories_merged', 'merged_into_id <> id')
@ForeignKey(() => SupportCategory, ['mergedIntoId'], ['id'], { name: 'support_categories_merged_fk' })
export class SupportCategory {
  @PrimaryColumn('uuid') id: string;
  /** The word that requests hold. */
  @Column('text') name: string;
  @Column('text') label: string;
  @Column('smallint', { name: 'read_level', nullable: true }) readLevel: number | null;
  @Column('boolean', { default: false }) directional: boolean;
  /** Offered at all desks but the excepted ones; otherwise at these only. */
  @Column('boolean', { default: true }) everywhere: boolean;
  @Column('int') rank: number;
  @Column('boolean', { default: false }) archived: boolean;
  @Column('uuid', { name: 'merged_into_id', nullable: true }) mergedIntoId: string | null;
  @Column('int', { default: 1 }) version: number;
}

/** Where a category is offered otherwise than everywhere or nowhere. */
@Entity('support_category_locations')
@ForeignKey(() => SupportCategory, ['categoryId'], ['id'], {
  name: 'support_category_locations_category_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Location, ['locationId'], ['id'], {
  name: 'support_category_locations_location_fk',
  onDelete: 'CASCADE',
})
export class SupportCategoryLocation {
  @PrimaryColumn('uuid', { name: 'category_id', primaryKeyConstraintName: 'support_category_locations_pkey' })
  categoryId: string;
  @PrimaryColumn('uuid', { name: 'location_id', primaryKeyConstraintName: 'support_category_locations_pkey' })
  locationId: string;
  @Column('boolean') shown: boolean;
}
