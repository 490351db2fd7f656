import type { Answer } from '../support/http-client.js';

/** Calls an operation by its name; throws unless it succeeds. */
export type Call = (
  name: string,
  id?: string,
  body?: unknown,
  caller?: string,
  query?: string[],
  entryId?: string,
  headers?: Record<string, string>,
) => Promise<Answer['body']>;
