import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../access/user.entity.js';

@Entity('positions')
@Unique('positions_name', ['name'])
@Index('positions_default', ['isDefault'], { unique: true, where: 'is_default' })
@Check('positions_cost', 'hourly_cost >= 0')
@Check('positions_shadow_shifts', 'shadow_shifts BETWEEN 0 AND 50')
export class Position {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('numeric', { name: 'hourly_cost', precision: 10, scale: 2, nullable: true }) hourlyCost:
    number | null;
  @Column('boolean', { name: 'is_default', default: false }) isDefault: boolean;
  @Column('smallint', { name: 'shadow_shifts', default: 0 }) shadowShifts: number;
  @Column('boolean', { name: 'expires_with_term', default: false }) expiresWithTerm: boolean;
  @Column('int', { default: 1 }) version: number;
}

@Entity('operators')
@Unique('operators_user', ['userId'])
@Check('operators_cap', 'weekly_hour_cap BETWEEN 0 AND 168')
@Check('operators_other_hours', 'other_weekly_hours BETWEEN 0 AND 168')
@ForeignKey(() => User, ['userId'], ['id'], { name: 'operators_user_fk' })
export class Operator {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('double precision', { name: 'weekly_hour_cap', nullable: true }) weeklyHourCap: number | null;
  @Column('boolean', { name: 'cap_is_binding', default: false }) capIsBinding: boolean;
  @Column('text', { name: 'cap_reason', nullable: true }) capReason: string | null;
  @Column('double precision', { name: 'other_weekly_hours', default: 0 }) otherWeeklyHours: number;
  @Column('text', { name: 'employee_id', nullable: true }) employeeId: string | null;
  @Column('date', { name: 'deactivated_on', nullable: true }) deactivatedOn: string | null;
  @Column('text', { name: 'deactivation_reason', nullable: true }) deactivationReason: string | null;
  @Column('int', { default: 1 }) version: number;
}

/** The positions for which an operator is qualified or in training. */
@Entity('operator_positions')
@ForeignKey(() => Operator, ['operatorId'], ['id'], {
  name: 'operator_positions_operator_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Position, ['positionId'], ['id'], { name: 'operator_positions_position_fk' })
export class OperatorPosition {
  @PrimaryColumn('uuid', { name: 'operator_id' }) operatorId: string;
  @PrimaryColumn('uuid', { name: 'position_id' }) positionId: string;
  @Column('boolean', { name: 'in_training', default: false }) inTraining: boolean;
  /** Only sign-offs after this time count. */
  @Column('timestamptz', { name: 'training_since', nullable: true }) trainingSince: Date | null;
  /** The last date on which it is valid. */
  @Column('date', { name: 'expires_on', nullable: true }) expiresOn: string | null;
}
