import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents the response of a list as a page of `item`, and as CSV where the list is given as CSV too. */
export function ApiPage(item: Type, ...also: readonly 'text/csv'[]): MethodDecorator {
  const schema = {
    type: 'object',
    required: ['items', 'nextCursor'],
    properties: {
      items: { type: 'array', items: { $ref: getSchemaPath(item) } },
      nextCursor: { type: 'string', nullable: true },
    },
  };
  const text = { schema: { type: 'string' } };
  const content = { 'application/json': { schema }, ...Object.fromEntries(also.map((type) => [type, text])) };
  return applyDecorators(ApiExtraModels(item), ApiOkResponse(also.length > 0 ? { content } : { schema }));
}
