/** One thing wrong: its code, what to tell, and the field it is about, if one. */
export interface Violation {
  code: string;
  message: string;
  field?: string;
  params?: Record<string, string | number | null>;
  overridable?: boolean;
}

/** A refusal by the server, as RFC 9457 tells it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly violations: readonly Violation[] = [],
    readonly requestId: string | null = null,
  ) {
    super(detail);
  }

  static of(body: unknown, status: number): Problem {
    const { code, detail, violations, requestId } = (body ?? {}) as Partial<Problem> & { detail?: string };
    return new Problem(
      status,
      code ?? 'UNKNOWN',
      detail ?? `The server answered ${status}.`,
      violations,
      requestId ?? null,
    );
  }
}

/** Whether nothing came back: the network is gone, or the server is. */
export const isOffline = (error: unknown): boolean => error instanceof TypeError;
