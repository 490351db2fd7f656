import { ApiProperty } from '@nestjs/swagger';
import { BREACHES, type Breach } from '../domain/quality/rest.js';
import { Instant } from '../platform/http/fields.js';

export const LONGEST_DAYS = 200;

export class QualityQuery {
  @Instant()
  from: Date;

  /** At most 200 days after `from`. */
  @Instant()
  to: Date;
}

class PartDto {
  /** From 0 to 1. Null without data; then the part is left out of the score. */
  @ApiProperty({ type: Number, nullable: true })
  value: number | null;
  /** What it counts in the score, relative to the other parts. */
  weight: number;
  /** What it adds to the score, in points; 0 when it is left out. */
  points: number;
}

/** Its value is `coverageRate`, in the approved basis. */
export class CoverPartDto extends PartDto {
  requiredMinutes: number;
  staffedMinutes: number;
  missingMinutes: number;
  /** Staffed ÷ required minutes, by headcount. */
  @ApiProperty({ type: Number, nullable: true })
  coverageRate: number | null;
  /** The share of the time with demand in which nobody is missing. */
  @ApiProperty({ type: Number, nullable: true })
  fullyCoveredRate: number | null;
  uncoveredMinutes: number;
}

/** Its value is the mean of `hours` and `undesirableHours`, as far as they exist. */
export class FairnessPartDto extends PartDto {
  /** 1 − Gini coefficient of the hours at all locations, each relative to the operator's own cap. */
  @ApiProperty({ type: Number, nullable: true })
  hours: number | null;
  /** The same for hours from 22:00 to 06:00, on Saturdays and on Sundays. */
  @ApiProperty({ type: Number, nullable: true })
  undesirableHours: number | null;
  /** The operators who are compared. */
  operators: number;
}

/** A rest between two stretches of work, or a stretch of work, that breaks a rule. */
export class RestBreachDto {
  @ApiProperty({ enum: BREACHES })
  kind: Breach;
  operatorId: string;
  name: string;
  /** When the work before the rest ends; null for a stretch that is too long. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  workedUntil: string | null;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
}

/** Its value is the share of `judged` that is not `broken`. */
export class RestPartDto extends PartDto {
  /** Rests between stretches of work, and stretches, that a rule judges. */
  judged: number;
  /** Those that break at least one rule. */
  broken: number;
  /** Rests that are shorter than the minimum of the settings. */
  shortRests: number;
  /** Work between midnight and 05:00, and again before noon of the same date. */
  nightsThenMornings: number;
  /** Stretches of work that are longer than the settings allow without a break. */
  longStretches: number;
  /** The first twenty. Null for callers who may not see whose they are. */
  @ApiProperty({ type: () => RestBreachDto, isArray: true, nullable: true })
  breaches: RestBreachDto[] | null;
}

/** Its value is the share of wished in wished and unwished minutes. */
export class PreferencePartDto extends PartDto {
  /** Approved minutes at times for which people wished. */
  wishedMinutes: number;
  /** Approved minutes at times when people would rather not work. */
  unwishedMinutes: number;
}

export class QualityPartsDto {
  cover: CoverPartDto;
  fairness: FairnessPartDto;
  rest: RestPartDto;
  preference: PreferencePartDto;
}

/** By how many points each part changes. */
export class PartGainsDto {
  cover: number;
  fairness: number;
  rest: number;
  preference: number;
}

/** The gaps of a position at the same local hours of the same weekday. */
export class WeeklyGapDto {
  positionId: string;
  /** ISO weekday of the start, 1 (Monday) to 7. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 7 })
  weekday: number;
  @ApiProperty({ example: '22:00' })
  startsAt: string;
  @ApiProperty({ example: '02:00' })
  endsAt: string;
  @ApiProperty({ format: 'date' })
  firstOn: string;
  @ApiProperty({ format: 'date' })
  lastOn: string;
  /** How many there are. */
  times: number;
  missingMinutes: number;
}

export class MovePersonDto {
  operatorId: string;
  name: string;
}

/** A claim that changes hands. */
export class MoveDto {
  claimId: string;
  shiftId: string;
  positionId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  from: MovePersonDto;
  /** Null: somebody else, because none of the operators can. */
  @ApiProperty({ type: () => MovePersonDto, nullable: true })
  to: MovePersonDto | null;
}

export const RAISE_KINDS = ['fill', 'hand-over', 'exchange'] as const;
export type RaiseKind = (typeof RAISE_KINDS)[number];

/** A change that would raise the score. Each is computed alone, so gains of several do not add up. */
export class RaiseDto {
  @ApiProperty({ enum: RAISE_KINDS })
  kind: RaiseKind;
  /** The score with the change made, less the score now, in points. */
  gain: number;
  partGains: PartGainsDto;
  /** The gap to fill; null for the other kinds. */
  @ApiProperty({ type: () => WeeklyGapDto, nullable: true })
  gap: WeeklyGapDto | null;
  /** One claim that is handed over, or two that are exchanged; empty for a gap. */
  moves: MoveDto[];
}

export class ScheduleQualityDto {
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  to: string;
  /** Changes are looked for after this moment. */
  @ApiProperty({ format: 'date-time' })
  asOf: string;
  /** From 0 to 100: the mean of the parts that have data, by their weights. Null when none has. */
  @ApiProperty({ type: Number, nullable: true })
  score: number | null;
  parts: QualityPartsDto;
  /** What would raise the score most, the largest gain first. Without people for callers who may not see them. */
  raises: RaiseDto[];
}
