import type { SourceRow } from '../sources.repository.js';

/** The name of the secret that was valid before. */
export const FORMER_SECRET = 'formerSecret';

/** Whether pushes may still be signed with it. */
export const isFormerValid = (
  { formerSecretUntil }: Pick<SourceRow, 'formerSecretUntil'>,
  now: number,
): boolean => formerSecretUntil !== null && +formerSecretUntil > now;
