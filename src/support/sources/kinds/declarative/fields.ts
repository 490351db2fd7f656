import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type, type ClassConstructor, type TransformFnParams } from 'class-transformer';
import { IsObject, registerDecorator, ValidateNested } from 'class-validator';
import type { FieldRule } from '../../../../platform/http/validation.js';
import { tells, Text } from '../../../../platform/http/fields.js';
import { isJsonPath } from './json-path.js';
import { isDateFormat } from './told-times.js';

const LONGEST_PATH = 300;

const check =
  (name: string, isValid: (value: unknown) => boolean, rule: FieldRule): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: property as string,
      options: tells(rule),
      validator: { validate: isValid },
    });

const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);

/** One line of ASCII, spaces included, as headers may hold. */
export const HeaderText = (most: number, { empty = false } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: most, ...(!empty && { minLength: 1 }) }),
    check('headerText', matches(new RegExp(`^[\\x20-\\x7e]{${empty ? 0 : 1},${most}}$`)), 'header-text'),
  );

/** The name of a header (RFC 9110, 5.1). Those that frame a request are not for settings. */
export const HeaderName = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: 100, minLength: 1 }),
    check(
      'headerName',
      matches(
        /^(?!(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect)$)[-!#$%&'*+.^_`|~0-9a-z]{1,100}$/i,
      ),
      'header-name',
    ),
  );

const SERVER_PATH =
  /^(?!\/\/|[a-z][a-z0-9+.-]*:)(?!(?:.*\/)?(?:\.|%2e){1,2}(?:[/?#]|$))[\x21-\x5b\x5d-\x7e]{1,2000}$/i;

/** A path below the base address, which may hold placeholders. */
export const ServerPath = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: 2_000, minLength: 1, example: '/api/v1/tickets' }),
    check('serverPath', matches(SERVER_PATH), 'server-path'),
  );

/** The address of a web page. */
export const WebAddress = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      maxLength: 1_000,
      minLength: 8,
      example: 'https://helpdesk.example.edu/tickets/{id}',
    }),
    check('webAddress', matches(/^https?:\/\/[\x21-\x7e]{1,990}$/), 'url'),
  );

/** A JSONPath (RFC 9535) without `..`. */
export const JsonPath = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: LONGEST_PATH, minLength: 1, example: '$.created_at' }),
    check(
      'jsonPath',
      (value) => typeof value === 'string' && value.length <= LONGEST_PATH && isJsonPath(value),
      'json-path',
    ),
  );

/** `iso`, or a format of Luxon. */
export const DateFormat = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: 100, minLength: 1, example: 'yyyy-MM-dd HH:mm:ss' }),
    check('dateFormat', (value) => typeof value === 'string' && isDateFormat(value), 'date-format'),
  );

/** JSON that is sent. It may be given as JSON or as its text. */
export const JsonBody = (): PropertyDecorator =>
  applyDecorators(
    Text(20_000),
    ApiProperty({ oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }] }),
    Transform(({ value }: TransformFnParams): unknown =>
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ),
  );

const isTextByName = (value: unknown, most: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length <= most &&
  Object.entries(value).every(
    ([name, text]) =>
      name.trim() !== '' &&
      name.length <= 200 &&
      typeof text === 'string' &&
      text.length <= 4_000 &&
      name !== '__proto__',
  );

/** Texts by name, whatever the names are: as they were given, because class-transformer leaves some out. */
export const TextByName = (most: number): PropertyDecorator =>
  applyDecorators(
    Type(() => Object),
    Transform(({ obj, key }: TransformFnParams): unknown => (obj as Record<string, unknown>)[key]),
    ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }),
    check('textByName', (value) => isTextByName(value, most), 'text-by-name'),
  );

/** An object of the class that its `kind` names. `base` checks the kind. */
export const OneOfKinds = <Base extends object>(
  base: ClassConstructor<Base>,
  subTypes: Readonly<Record<string, ClassConstructor<Base>>>,
): PropertyDecorator =>
  applyDecorators(
    IsObject(),
    ValidateNested(),
    Type(() => base, {
      keepDiscriminatorProperty: true,
      discriminator: {
        property: 'kind',
        subTypes: Object.entries(subTypes).map(([name, value]) => ({ name, value })),
      },
    }),
  );
