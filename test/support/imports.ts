import { waitFor, type TestApp } from './app.js';
import { succeeded } from './factories.js';
import type { Answer, HttpClient } from './http-client.js';

export interface UploadOptions {
  client?: HttpClient;
  headers?: Record<string, string>;
  /** Sends the mapping after the file. */
  mappingLast?: boolean;
}

/** Sends a CSV file with its mapping. */
export function upload(
  app: TestApp,
  file: string | Buffer,
  mapping: unknown,
  options: UploadOptions = {},
): Promise<Answer> {
  const form = new FormData();
  const json = typeof mapping === 'string' ? mapping : JSON.stringify(mapping);
  const blob = new Blob([Buffer.from(file as string)], { type: 'text/csv' });
  if (!options.mappingLast) form.append('mapping', json);
  form.append('file', blob, 'log.csv');
  if (options.mappingLast) form.append('mapping', json);
  return (options.client ?? app.admin).send('POST', '/support-imports', form, options.headers);
}

/** Waits until an import has ended, and returns it. */
export async function endedImport(app: TestApp, id: string): Promise<Answer['body']> {
  let last: Answer['body'];
  await waitFor(async () => {
    last = succeeded(await app.admin.get(`/support-imports/${id}`));
    return ['completed', 'failed'].includes(last.status as string);
  });
  return last;
}

/** Sends a file, waits until its import has ended, and returns it. */
export async function importFile(
  app: TestApp,
  file: string | Buffer,
  mapping: unknown,
  options: UploadOptions = {},
): Promise<Answer['body']> {
  return endedImport(app, succeeded(await upload(app, file, mapping, options)).id as string);
}

/** Takes an import back, waits until that has ended, and returns the import. */
export async function takenBack(
  app: TestApp,
  id: string,
  client: HttpClient = app.admin,
): Promise<Answer['body']> {
  succeeded(await client.post(`/support-imports/${id}/take-back`));
  let last: Answer['body'];
  await waitFor(async () => {
    last = succeeded(await app.admin.get(`/support-imports/${id}`));
    return ['completed', 'failed'].includes(last.takeBackStatus as string);
  });
  return last;
}

/**
 * A mapping of the columns `key` and `opened`. `columns` are added to these; `overrides` replace the rest.
 */
export function rowsMapping(
  locationId: string,
  source: string,
  columns: Record<string, string> = {},
  overrides: object = {},
): object {
  return {
    locationId,
    source,
    shape: 'rows',
    columns: { externalId: 'key', openedAt: 'opened', ...columns },
    ...overrides,
  };
}

/** A remark of an import about one line of its file; the line is null when it is about the whole file. */
export interface Remark {
  line: number | null;
  code: string;
}

export const linesAndCodes = (remarks: Remark[]): string[] =>
  remarks.map(({ line, code }) => `${line} ${code}`);

/** The given columns of all stored support requests of a source, sorted by external id. */
export const storedRequests = (app: TestApp, source: string, columns: string) =>
  app.database.query<Record<string, unknown>>(
    `SELECT ${columns} FROM support_requests WHERE source = $1 ORDER BY external_id`,
    [source],
  );
