import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Answer, HttpClient } from './http-client.js';

type Json = Record<string, unknown>;

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, Json> }> }>>;
  components: { schemas: Record<string, Json> };
}

let document: Document | undefined;
const validators = new Map<string, ValidateFunction>();

/** openapi.json of the built server, which the run has made (global-setup.mjs). */
export function openApi(): Document {
  document ??= JSON.parse(readFileSync(process.env['AFTERHOURS_TEST_OPENAPI']!, 'utf8')) as Document;
  return document;
}

/**
 * A client that compares every successful JSON answer with openapi.json; an undocumented field is an error.
 */
export function checked(client: HttpClient): HttpClient {
  const send = client.send.bind(client);
  return Object.assign(Object.create(client) as HttpClient, {
    with: (headers: Record<string, string>) => checked(client.with(headers)),
    send: async (...request: Parameters<typeof send>) => {
      const answer = await send(...request);
      const [method, path] = request;
      const wrong = deviations(method, path, answer);
      if (wrong.length > 0) throw new Error(`${method} ${path} is not as documented: ${wrong.join('; ')}`);
      return answer;
    },
  });
}

/** Differences between an answer and openapi.json; none for a refusal or an answer without a body. */
export function deviations(method: string, path: string, answer: Answer): string[] {
  if (answer.status >= 300 || answer.body === '') return [];
  const { paths } = openApi();
  const asked = `/api/v1${path.split('?')[0]}`;
  const template = asked in paths ? asked : Object.keys(paths).find((candidate) => fits(candidate, asked));
  return deviationsFrom(method, template ?? '', answer);
}

/** Differences between an answer and its operation in openapi.json, refusals and empty answers included. */
export function deviationsFrom(method: string, template: string, answer: Answer): string[] {
  const responses = openApi().paths[template]?.[method.toLowerCase()]?.responses ?? {};
  const response = responses[answer.status] ?? (answer.status >= 400 ? responses['default'] : undefined);
  if (!response) return [`there is no answer ${answer.status}`];
  if (!response.content) return answer.body === '' ? [] : [`${answer.status} has no body`];
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const schema = response.content[type]?.['schema'] as Json | undefined;
  if (!schema) return [`${answer.status} has no ${type}`];
  return mismatches(schema, answer.body);
}

/**
 * Differences between a value and a schema of openapi.json. Fields that the schema does not name are errors.
 */
export function mismatches(schema: Json, value: unknown): string[] {
  const name = JSON.stringify(schema);
  const validate = validators.get(name) ?? compile(name, schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
  );
}

const fits = (template: string, path: string): boolean => {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length && parts.every((part, at) => part.startsWith('{') || part === given[at])
  );
};

function compile(name: string, schema: Json): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, multipleOfPrecision: 6 });
  formats.default(ajv);
  const components = Object.fromEntries(
    Object.entries(openApi().components.schemas).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  const validate = ajv.compile({ ...(asJsonSchema(schema) as Json), components: { schemas: components } });
  validators.set(name, validate);
  return validate;
}

/** Converts OpenAPI 3.0's `nullable` to JSON Schema, and forbids additional properties. */
function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema as Json;
  const converted: Json = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  if (converted['type'] === 'object' && converted['properties'] && !('additionalProperties' in converted))
    converted['additionalProperties'] = false;
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
}
