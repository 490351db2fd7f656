/** A host of several addresses that refuses on each gives an error without a message. */
export const messageOf = (error: unknown): string =>
  error instanceof AggregateError && !error.message
    ? error.errors.map(messageOf).join(' ')
    : error instanceof Error
      ? error.message
      : String(error);
