import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { refusal, type Violation } from '../../domain/errors.js';

/** Whitelists, refuses what is unknown, coerces nothing; every violation is named with its field. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusal('invalid', toViolations(errors)),
  });

export function toViolations(errors: readonly ValidationError[], path = ''): Violation[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = path ? `${path}.${property}` : property;
    const own = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
      code: constraint === 'whitelistValidation' ? 'UNKNOWN_FIELD' : 'INVALID_FIELD',
      message: sentence(message),
      field,
    }));
    return [...own, ...toViolations(children ?? [], field)];
  });
}

const sentence = (message: string): string =>
  message.endsWith('.') ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
