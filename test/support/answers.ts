import type { TestApp } from './app.js';
import type { Answer } from './http-client.js';

/** The codes of all reasons in a refusal, in their order. */
export const codesOf = ({ body }: Answer): string[] =>
  (body.violations as { code: string }[] | undefined)?.map((violation) => violation.code) ?? [body.code];

/** The status of a refusal, and the fields that it names. */
export const refusedFieldsOf = ({ status, body }: Answer): { status: number; fields: string[] } => ({
  status,
  fields: ((body.violations ?? []) as { field: string }[]).map((violation) => violation.field),
});

export const withQuery = (path: string, query: Record<string, string>): string =>
  `${path}?${new URLSearchParams(query).toString()}`;

/** The actions that the audit trail holds for one entity, oldest first. */
export async function actionsOn(app: TestApp, entityId: string): Promise<string[]> {
  const rows = await app.database.query<{ action: string }>(
    'SELECT action FROM audit_events WHERE entity_id = $1 ORDER BY id',
    [entityId],
  );
  return rows.map((row) => row.action);
}
