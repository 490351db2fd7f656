import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { isPriority, PRIORITIES, type Priority } from '../../../domain/service-clock.js';
import { MayBeLeftOut, tells } from '../../../platform/http/fields.js';
import { TextByName } from './declarative/fields.js';

/** Words of a system, and which of our priorities they mean. */
export const Priorities = (): PropertyDecorator =>
  applyDecorators(
    MayBeLeftOut(),
    TextByName(100),
    ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: [...PRIORITIES] } }),
    ValidateBy(
      {
        name: 'priorities',
        validator: {
          validate: (value: unknown) => Object.values(value ?? {}).every((one) => isPriority(String(one))),
        },
      },
      tells('one-of', { allowed: PRIORITIES.join(', ') }),
    ),
  );

/** What a word of a system means here; undefined when it says nothing. */
export function priorityOf(
  word: string | number | undefined,
  priorities: Readonly<Record<string, Priority>> = {},
): Priority | undefined {
  const wanted = String(word ?? '')
    .trim()
    .toLowerCase();
  return Object.entries(priorities).find(([name]) => name.trim().toLowerCase() === wanted)?.[1];
}
