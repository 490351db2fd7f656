import { openApi } from '../support/openapi.js';

export type Schema = Record<string, unknown>;

interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  schema: Schema;
}

/** One method of one path of openapi.json. */
export interface Operation {
  /** Such as `POST /shifts/{id}/claims`. */
  name: string;
  method: string;
  /** The path with its parameters in braces, including `/api/v1`. */
  template: string;
  query: Parameter[];
  /** The JSON body's schema, or the form's. */
  body: Schema | null;
  takesForm: boolean;
  takesCalendar: boolean;
  isPublic: boolean;
  /** The collection of the id in the path. */
  kind: string | null;
  /**
   * The collection inside that resource with its own ids, such as `unavailability` in
   * `/operators/{id}/unavailability`.
   */
  nested: string | null;
}

interface Documented {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  security?: unknown[];
}

const NESTED = /\/\{id\}\/([^/]+)\/\{/;

export function operations(): Operation[] {
  const nested = Object.keys(openApi().paths).flatMap((path) => NESTED.exec(path)?.[1] ?? []);
  return Object.entries(openApi().paths).flatMap(([template, methods]) =>
    Object.entries(methods as unknown as Record<string, Documented>).map(([method, documented]) => {
      const content = documented.requestBody?.content ?? {};
      const [type = null] = Object.keys(content);
      return {
        name: `${method.toUpperCase()} ${template.replace('/api/v1', '')}`,
        method: method.toUpperCase(),
        template,
        query: (documented.parameters ?? []).filter((parameter) => parameter.in === 'query'),
        body: type === null ? null : content[type]!.schema,
        takesForm: type === 'multipart/form-data',
        takesCalendar: type === 'text/calendar',
        isPublic: documented.security?.length === 0,
        kind: /^\/api\/v1\/(.+?)\/\{/.exec(template)?.[1] ?? null,
        nested: nested.find((name) => template.includes(`/{id}/${name}`)) ?? null,
      };
    }),
  );
}

/** The schema of a reference, resolved one level. */
export function resolved(schema: Schema): Schema {
  const [only] = (schema['allOf'] ?? []) as Schema[];
  const reference = (only ?? schema)['$ref'] as string | undefined;
  return reference ? openApi().components.schemas[reference.split('/').at(-1)!]! : schema;
}
