import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { plainToInstance, Transform, type ClassConstructor, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { IANAZone } from 'luxon';
import { isLocalDate } from '../../domain/local-date.js';
import type { Params } from '../../domain/refusals/refusal-text.js';
import { refuseShape } from './json-shape.js';
import { isNetwork } from './networks.js';
import type { FieldRule } from './validation.js';

/**
 * For `@IsEmail`, like the format `email` in the OpenAPI document: ASCII only, so that look-alike letters
 * cannot make a second address.
 */
export const ASCII_ADDRESS = { allow_utf8_local_part: false };

const INSTANT =
  /^(19[789]\d|20\d\d|21\d\d)-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/;

/**
 * Epoch milliseconds of an ISO 8601 date-time with an offset; null when it is not one or its date does not
 * exist.
 */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  const millis = Date.parse(text);
  const day = text.slice(0, 10);
  return Number.isNaN(millis) || !isLocalDate(day) ? null : millis;
}

const toDate = ({ value }: TransformFnParams): unknown => {
  const millis = typeof value === 'string' ? parseInstant(value) : null;
  return millis === null ? value : new Date(millis);
};

/** The `INVALID_FIELD` sentence for a failed check, for checks whose name does not tell. */
export const tells = (rule: FieldRule, params: Params = {}): ValidationOptions => ({
  context: { rule, params },
});

function check(name: string, valid: (value: unknown) => boolean, rule: FieldRule, params?: Params) {
  return (target: object, propertyName: string | symbol): void =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: propertyName as string,
      options: tells(rule, params),
      validator: { validate: valid },
    });
}

/** An instant: ISO 8601 with `Z` or an offset. The DTO gets a Date. */
export const Instant = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'date-time', example: '2026-11-02T22:00:00-06:00' }),
    Transform(toDate),
    check('instant', (value) => value instanceof Date, 'instant'),
  );

/** A calendar day, `YYYY-MM-DD`. */
export const LocalDateField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'date', example: '2026-11-02' }),
    check('localDate', isLocalDate, 'local-date'),
  );

/** A wall-clock time, `HH:mm`, 00:00 to 23:59. */
export const LocalTimeField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '22:00' }),
    Matches(/^([01]\d|2[0-3]):[0-5]\d$/, tells('local-time')),
  );

/** An IANA time zone name; fixed offsets such as UTC+5 are refused. */
export const TimeZoneField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, example: 'America/Chicago' }),
    check(
      'timeZone',
      (value) => typeof value === 'string' && IANAZone.isValidZone(value) && /^[A-Za-z]/.test(value),
      'time-zone',
    ),
  );

const trim = ({ value }: TransformFnParams): unknown => (typeof value === 'string' ? value.trim() : value);

/**
 * Counts code points, as JSON Schema does; JavaScript's length counts an emoji as two. Stops counting early
 * for very long text.
 */
const isLonger = (text: string, longest: number): boolean =>
  text.length > 2 * longest || (text.length > longest && [...text].length > longest);

/** Text of 1 to `longest` characters after trimming; `empty` allows none. */
export const Text = (longest = 200, { empty = false } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: longest, ...(empty ? {} : { minLength: 1 }) }),
    Transform(trim),
    check(
      'text',
      (value) => typeof value === 'string' && !isLonger(value, longest) && (empty || value.length > 0),
      'text',
      { least: empty ? 0 : 1, most: longest },
    ),
  );

const collapsed = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().replace(/ {2,}/g, ' ') : value;
/**
 * Line breaks, control characters and characters that reverse or hide text. Joiners are allowed, because some
 * scripts and emoji need them.
 */
const NOT_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;

/** Visible characters: letters, digits, punctuation and symbols, including emoji. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

const isName = (value: unknown, longest: number): boolean =>
  typeof value === 'string' && !isLonger(value, longest) && SEEN.test(value) && !NOT_IN_NAMES.test(value);

/** A name: one line of 1 to `longest` characters, at least one of them visible. */
export const Name = (longest = 200): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: longest, minLength: 1 }),
    Transform(({ value }: TransformFnParams): unknown => collapsed(value)),
    check('name', (value) => isName(value, longest), 'name', { most: longest }),
  );

/** From `least` to `most` names. */
export const Names = (most: number, longest = 200, least = 1): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: longest },
      minItems: least,
      maxItems: most,
    }),
    Transform(({ value }: TransformFnParams): unknown =>
      Array.isArray(value) ? value.map(collapsed) : value,
    ),
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(most),
    check('names', (value) => Array.isArray(value) && value.every((one) => isName(one, longest)), 'names', {
      most: longest,
    }),
  );

/** A whole number. Without this, OpenAPI would describe it as any number. */
export const Whole = (least: number, most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: least, maximum: most }),
    IsInt(),
    Min(least),
    Max(most),
  );

/** A number with at most two decimals. class-validator's own check throws on 1e-7. */
export const Decimal = (least: number, most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number, minimum: least, maximum: most, multipleOf: 0.01 }),
    check(
      'decimal',
      (value) =>
        typeof value === 'number' && value >= least && value <= most && Number(value.toFixed(2)) === value,
      'decimal',
      { least, most },
    ),
  );

/** IP addresses or ranges in CIDR notation. */
export const Networks = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: [String], maxItems: 50, example: ['10.4.0.0/16'] }),
    IsArray(),
    ArrayMaxSize(50),
    check('networks', (value) => Array.isArray(value) && value.every(isNetwork), 'networks'),
  );

const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** Of an id, as the database has it. */
export const LowerCase = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown => lowerCase(value));

/** Unique ids, in lower case as in the database. */
export const IdList = (most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, isArray: true, format: 'uuid', maxItems: most, uniqueItems: true }),
    Transform(({ value }: TransformFnParams): unknown =>
      Array.isArray(value) ? value.map(lowerCase) : value,
    ),
    IsUUID('loose', { each: true }),
    ArrayUnique(),
    ArrayMaxSize(most),
  );

/** ISO weekdays, 1 (Monday) to 7; at least one, each at most once. */
export const Weekdays = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'integer',
      isArray: true,
      minimum: 1,
      maximum: 7,
      minItems: 1,
      uniqueItems: true,
      example: [1, 2, 3, 4],
    }),
    IsArray(),
    ArrayMinSize(1),
    ArrayUnique(),
    IsInt({ each: true }),
    Min(1, { each: true }),
    Max(7, { each: true }),
  );

/** May be left out, but not null. */
export const MayBeLeftOut = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false }),
    ValidateIf((_object, value) => value !== undefined),
  );

/** May be left out; null clears the value. */
export const MayBeNull = (): PropertyDecorator =>
  applyDecorators(ApiProperty({ required: false, nullable: true }), IsOptional());

/** A whole number in a query string. */
export const FromQuery = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  );

/** The parsed JSON, or the text itself when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** A boolean in a query string. */
export const YesOrNo = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Boolean, required: false }),
    Transform(({ value }: TransformFnParams): unknown =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    MayBeLeftOut(),
    IsBoolean(),
  );

/** An object in a query string, as JSON. */
export const JsonFromQuery = (type: () => ClassConstructor<object>, example: object): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, example: JSON.stringify(example) }),
    Transform(({ value, key }: TransformFnParams): unknown => {
      if (typeof value !== 'string') return value;
      refuseShape(key, value);
      return plainToInstance(type(), parsed(value));
    }),
    IsObject(),
    ValidateNested(),
  );
