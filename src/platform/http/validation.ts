import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { invalid, refusal, type Violation } from '../../domain/errors.js';
import {
  formatRefusal,
  type Params,
  type RefusalKey,
  type RefusalText,
} from '../../domain/refusals/refusal-text.js';

const MOST_VIOLATIONS = 50;

/** The rules of `INVALID_FIELD`, which are sentences about single fields. */
export type FieldRule = RefusalKey extends infer Key
  ? Key extends `INVALID_FIELD.${infer Rule}`
    ? Rule
    : never
  : never;

type Figures = readonly unknown[];

/** What `tells` stores with a check. */
interface Told {
  rule: FieldRule;
  params: Params;
}

/** class-validator's own checks by name, with the sentence of each and the figures in it. */
const RULES: Readonly<Record<string, [FieldRule, ((figures: Figures) => Params)?]>> = {
  isString: ['string'],
  isLength: ['text', ([least, most]) => ({ least: Number(least), most: Number(most) })],
  isEmail: ['e-mail'],
  isUrl: ['url'],
  isUuid: ['uuid'],
  isIn: ['one-of', ([allowed]) => ({ allowed: (allowed as unknown[]).join(', ') })],
  isBoolean: ['boolean'],
  isInt: ['whole-number'],
  isNumber: ['number'],
  isPositive: ['above-zero'],
  min: ['at-least', ([least]) => ({ least: Number(least) })],
  max: ['at-most', ([most]) => ({ most: Number(most) })],
  isArray: ['list'],
  arrayMinSize: ['list-too-short', ([least]) => ({ least: Number(least) })],
  arrayMaxSize: ['list-too-long', ([most]) => ({ most: Number(most) })],
  arrayUnique: ['repeated'],
  isObject: ['object'],
  nestedValidation: ['object'],
  unknownValue: ['object'],
};

/** Nest's pipe passes on a missing body as it is; this turns it into an empty object for the services. */
class BodyValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    if (value === null) throw invalid('body', 'INVALID_FIELD.object', { field: 'body' });
    return super.transform(value ?? {}, metadata);
  }
}

/**
 * Accepts only declared fields, refuses unknown ones, converts nothing, and names the field of each
 * violation.
 */
export const validationPipe = (): ValidationPipe =>
  new BodyValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
    validationError: { target: true, value: false },
    exceptionFactory: (errors) => refusal('invalid', toViolations(errors)),
  });

/** Checks an object that did not come as the body of a request. Throws a refusal that names the fields behind `path`. */
export function validated<T extends object>(type: ClassConstructor<T>, plain: object, path = ''): T {
  const instance = plainToInstance(type, plain, { exposeDefaultValues: true });
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0) throw refusal('invalid', toViolations(errors, path));
  return instance;
}

/** The violations of the first fifty fields. */
export function toViolations(errors: readonly ValidationError[], path = ''): Violation[] {
  return [...violationsOf(errors, path).take(MOST_VIOLATIONS)];
}

function* violationsOf(errors: readonly ValidationError[], path: string): Generator<Violation, undefined> {
  for (const error of errors) {
    const field = path ? `${path}.${error.property}` : error.property;
    for (const check of Object.keys(error.constraints ?? {})) yield { ...reasonOf(error, check), field };
    yield* violationsOf(error.children ?? [], field);
  }
}

function reasonOf({ target, property: field }: ValidationError, check: string): RefusalText {
  if (check === 'whitelistValidation') return formatRefusal('UNKNOWN_FIELD', { field });
  const declared = declarationOf(target!, field, check);
  const told = declared?.context as Told | undefined;
  if (told) return formatRefusal(`INVALID_FIELD.${told.rule}`, { field, ...told.params });
  const [rule, paramsOf] = RULES[check] ?? [];
  if (!rule) return formatRefusal('INVALID_FIELD', { field });
  return formatRefusal(`INVALID_FIELD.${rule}`, { field, ...paramsOf?.(declared?.constraints ?? []) });
}

/**
 * The declaration of a check in its class. class-validator does not include it in its errors, except for
 * asynchronous checks.
 */
const declarationOf = (target: object, field: string, check: string): ValidationMetadata | undefined =>
  getMetadataStorage()
    .getTargetValidationMetadatas(target.constructor, '', true, false)
    .find(({ propertyName, name }) => propertyName === field && name === check);
