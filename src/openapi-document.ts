import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PUBLIC_MARK } from './platform/http/permission.js';

const description = `What a pilot of student lab operators needs, over HTTP. Instants are ISO 8601 with an offset; lists are paged by
\`limit\` and \`cursor\`; errors are RFC 9457 problems with a stable \`code\`.`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const paramsSchema = {
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    params: paramsSchema,
    violations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          field: { type: 'string' },
          params: paramsSchema,
          overridable: { type: 'boolean' },
        },
      },
    },
    requestId: { type: 'string' },
  },
};

const header = (name: string, text: string): object => ({
  name,
  in: 'header',
  required: false,
  description: text,
  schema: { type: 'string', maxLength: 255 },
});
const idempotencyKey = header(
  'Idempotency-Key',
  'The same key and body within 24 hours gives the first answer again.',
);
const ifMatch = header('If-Match', 'The ETag the change is meant for; another current one answers 412.');

/** The OpenAPI document, generated from the controllers. */
export function createOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Afterhours')
    .setVersion('1')
    .setDescription(description)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' })
    .addCookieAuth('afterhours_session')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return withConventions(document);
}

/** Adds what all operations share: problems, conditional changes, idempotency, and which are public. */
function withConventions(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      const marked = operation as typeof operation & { [PUBLIC_MARK]?: boolean };
      const isPublic = marked[PUBLIC_MARK] === true;
      delete marked[PUBLIC_MARK];
      operation.responses['default'] = {
        description: 'What went wrong.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
      const added =
        method === 'post' && !isPublic
          ? [idempotencyKey]
          : ['patch', 'delete'].includes(method)
            ? [ifMatch]
            : [];
      operation.parameters = [
        ...(operation.parameters ?? []),
        ...(added as NonNullable<typeof operation.parameters>),
      ];
      if (isPublic) operation.security = [];
    }
  }
  return document;
}

/** Serves the document at /api/v1/openapi.json and a viewer at /api/docs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => createOpenApi(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
  });
}
