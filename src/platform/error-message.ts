/** When a host has several addresses and all refuse, the error has no message of its own. */
export const messageOf = (error: unknown): string =>
  error instanceof AggregateError && !error.message
    ? error.errors.map(messageOf).join(' ')
    : error instanceof Error
      ? error.message
      : String(error);
