import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { invalid, refusal, type Violation } from '../../domain/errors.js';

const MOST_VIOLATIONS = 50;

/** Nest's pipe hands a missing body on as it came; services get an object, so that is what it becomes. */
class BodyValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    if (value === null) throw invalid('body', 'The body must be a JSON object.');
    return super.transform(value ?? {}, metadata);
  }
}

/** Whitelists, refuses what is unknown, coerces nothing; every violation is named with its field. */
export const validationPipe = (): ValidationPipe =>
  new BodyValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusal('invalid', toViolations(errors)),
  });

/** What is wrong with each field, of the first fifty. */
export function toViolations(errors: readonly ValidationError[], path = ''): Violation[] {
  return [...violationsOf(errors, path).take(MOST_VIOLATIONS)];
}

function* violationsOf(errors: readonly ValidationError[], path: string): Generator<Violation, undefined> {
  for (const { property, constraints, children } of errors) {
    const field = path ? `${path}.${property}` : property;
    for (const [constraint, message] of Object.entries(constraints ?? {})) {
      const code = constraint === 'whitelistValidation' ? 'UNKNOWN_FIELD' : 'INVALID_FIELD';
      yield { code, message: sentence(message), field };
    }
    yield* violationsOf(children ?? [], field);
  }
}

const sentence = (message: string): string =>
  message.endsWith('.') ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
