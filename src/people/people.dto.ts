import { ApiProperty, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsEmail, Length } from 'class-validator';
import {
  ASCII_ADDRESS,
  Decimal,
  IdList,
  LocalDateField,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Text,
  Whole,
} from '../platform/http/fields.js';
import { DisplayName, UserDto } from '../access/access.dto.js';

export const QUALIFICATION_STATUSES = ['in-training', 'qualified'] as const;
export type QualificationStatus = (typeof QUALIFICATION_STATUSES)[number];

/** An operator's qualification for a position. */
export class QualificationDto {
  positionId: string;
  /** An operator in training works beside a qualified one, and does not count as coverage. */
  @ApiProperty({ enum: QUALIFICATION_STATUSES })
  status: QualificationStatus;
  /** The last local date on which it is valid; null means no end. */
  @ApiProperty({ type: String, format: 'date', nullable: true })
  expiresOn: string | null;
  /** The number of shadow shifts signed off so far. */
  @ApiProperty({ type: 'integer' })
  signedOffShifts: number;
}

export class CreatePositionDto {
  @Name()
  name: string;

  /** In the institution's currency, with at most two decimals. */
  @MayBeNull()
  @Decimal(0, 100_000)
  hourlyCost?: number | null;

  /**
   * After so many signed-off shadow shifts an operator in training becomes qualified; 0 means only by hand.
   */
  @MayBeLeftOut()
  @Whole(0, 50)
  shadowShifts?: number;

  /** Whether its qualifications end with the term in which they were given, and must be given again. */
  @MayBeLeftOut()
  @IsBoolean()
  expiresWithTerm?: boolean;
}

export class UpdatePositionDto extends PartialType(CreatePositionDto, { skipNullProperties: false }) {}

export class PositionDto {
  id: string;
  name: string;
  /** Left out for callers who do not plan shifts. */
  @ApiProperty({ type: Number, nullable: true, required: false })
  hourlyCost?: number | null;
  isDefault: boolean;
  @ApiProperty({ type: 'integer' })
  shadowShifts: number;
  expiresWithTerm: boolean;
  version: number;
}

export class CreateOperatorDto {
  @Name()
  name: string;

  /** The only name that colleagues see. When left out, it is made from the given name. */
  @MayBeLeftOut()
  @DisplayName()
  displayName?: string;

  @IsEmail(ASCII_ADDRESS)
  @Length(3, 320)
  email: string;

  /** When left out: the default position. */
  @MayBeLeftOut()
  @IdList(100)
  positionIds?: string[];

  /** The locations of the operator. When left out: all. */
  @MayBeLeftOut()
  @IdList(1000)
  locationIds?: string[];

  @MayBeNull()
  @Decimal(0, 168)
  weeklyHourCap?: number | null;

  /**
   * No supervisor may exceed the weekly cap, whether it is the operator's own or the term's. The reason is
   * not shown.
   */
  @MayBeLeftOut()
  @IsBoolean()
  capIsBinding?: boolean;

  /** Weekly hours in other campus jobs, which count toward the cap. When left out: 0. */
  @MayBeLeftOut()
  @Decimal(0, 168)
  otherWeeklyHours?: number;

  @MayBeNull()
  @Text(100)
  employeeId?: string | null;
}

export class UpdateOperatorDto extends PartialType(CreateOperatorDto, { skipNullProperties: false }) {
  /** The reason for changing a binding cap, or for making it binding; required then. */
  @MayBeLeftOut()
  @Text(500)
  capReason?: string;
}

export class DeactivateOperatorDto {
  /** The first local date, in the institution's zone, on which the operator no longer works. */
  @LocalDateField()
  on: string;

  @Text(500)
  reason: string;
}

export class OperatorDto extends PickType(UserDto, ['active', 'invitation']) {
  id: string;
  userId: string;
  name: string;
  /** The name that colleagues see. */
  displayName: string;
  email: string;
  /** Positions for which the operator is qualified or in training. */
  positionIds: string[];
  qualifications: QualificationDto[];
  locationIds: string[];
  @ApiProperty({ type: Number, nullable: true })
  weeklyHourCap: number | null;
  capIsBinding: boolean;
  /** Why the cap is binding. Only for admins, null for others. */
  @ApiProperty({ type: String, nullable: true })
  capReason: string | null;
  otherWeeklyHours: number;
  @ApiProperty({ type: String, nullable: true })
  employeeId: string | null;
  /** The first local date on which the operator no longer works. */
  @ApiProperty({ type: String, nullable: true })
  deactivatedOn: string | null;
  /** Why; for supervisors and the operator themselves, null for others and for API keys. */
  @ApiProperty({ type: String, nullable: true })
  deactivationReason: string | null;
  version: number;
}

export class InvitedOperatorDto extends OperatorDto {
  /** Shown once; its last path segment is the token. Left out of a replayed answer and for API keys. */
  @ApiProperty({ required: false })
  invitationUrl?: string;
  /** Whether the link is also sent by e-mail. */
  isMailed?: boolean;
}
