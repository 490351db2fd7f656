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

/** What an operator may do for a position. */
export class QualificationDto {
  positionId: string;
  /** Whoever is in training works beside somebody qualified, and does not count as cover. */
  @ApiProperty({ enum: QUALIFICATION_STATUSES })
  status: QualificationStatus;
  /** The last local date it holds on; null for good. */
  @ApiProperty({ type: String, format: 'date', nullable: true })
  expiresOn: string | null;
  /** Shadow shifts signed off so far. */
  @ApiProperty({ type: 'integer' })
  signedOffShifts: number;
}

export class CreatePositionDto {
  @Name()
  name: string;

  /** In the institution's currency, at most two decimals. */
  @MayBeNull()
  @Decimal(0, 100_000)
  hourlyCost?: number | null;

  /** After how many signed-off shadow shifts somebody in training is qualified; 0 for by hand alone. */
  @MayBeLeftOut()
  @Whole(0, 50)
  shadowShifts?: number;

  /** Whether its qualifications end with the term they were given in, and are asked for again. */
  @MayBeLeftOut()
  @IsBoolean()
  expiresWithTerm?: boolean;
}

export class UpdatePositionDto extends PartialType(CreatePositionDto, { skipNullProperties: false }) {}

export class PositionDto {
  id: string;
  name: string;
  /** Left out for those who do not plan shifts. */
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

  /** All that colleagues see; made from the given name when left out. */
  @MayBeLeftOut()
  @DisplayName()
  displayName?: string;

  @IsEmail(ASCII_ADDRESS)
  @Length(3, 320)
  email: string;

  /** The default position when left out. */
  @MayBeLeftOut()
  @IdList(100)
  positionIds?: string[];

  /** Where the operator works; everywhere when left out. */
  @MayBeLeftOut()
  @IdList(1000)
  locationIds?: string[];

  @MayBeNull()
  @Decimal(0, 168)
  weeklyHourCap?: number | null;

  /** No supervisor may go beyond the operator's weekly cap, whichever it is: their own or the term's. Nothing says why. */
  @MayBeLeftOut()
  @IsBoolean()
  capIsBinding?: boolean;

  /** Hours a week in other campus jobs, which count against the cap; 0 when left out. */
  @MayBeLeftOut()
  @Decimal(0, 168)
  otherWeeklyHours?: number;

  @MayBeNull()
  @Text(100)
  employeeId?: string | null;
}

export class UpdateOperatorDto extends PartialType(CreateOperatorDto, { skipNullProperties: false }) {
  /** Why a cap that binds changes, or comes to bind; needed then. */
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
  /** What colleagues see. */
  displayName: string;
  email: string;
  /** Positions the operator holds, or is in training for. */
  positionIds: string[];
  qualifications: QualificationDto[];
  locationIds: string[];
  @ApiProperty({ type: Number, nullable: true })
  weeklyHourCap: number | null;
  capIsBinding: boolean;
  /** Why the cap binds; for admins alone, null for others. */
  @ApiProperty({ type: String, nullable: true })
  capReason: string | null;
  otherWeeklyHours: number;
  @ApiProperty({ type: String, nullable: true })
  employeeId: string | null;
  /** From this local date on the operator no longer works. */
  @ApiProperty({ type: String, nullable: true })
  deactivatedOn: string | null;
  /** Why; for supervisors and the operator themselves, null for others and for API keys. */
  @ApiProperty({ type: String, nullable: true })
  deactivationReason: string | null;
  version: number;
}

export class InvitedOperatorDto extends OperatorDto {
  /** Shown once; its last path segment is the token. Left out of a replayed answer, and of an API key's. */
  @ApiProperty({ required: false })
  invitationUrl?: string;
  /** Whether a link goes out by e-mail as well. */
  isMailed?: boolean;
}
