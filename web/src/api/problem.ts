import { inReadersWords, type Refusal } from '../i18n/refusals.js';

/** One violation: its code, its sentence, and the field, if any. */
export interface Violation extends Refusal {
  field?: string;
  overridable?: boolean;
}

interface Told {
  code: string;
  detail: string;
  params: Refusal['params'];
  violations: Violation[];
  requestId: string;
}

/** A refusal by the server (RFC 9457). */
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

  static async of(body: unknown, status: number): Promise<Problem> {
    const { code = 'UNKNOWN', detail, params, violations = [], requestId } = (body ?? {}) as Partial<Told>;
    const whole: Refusal = {
      code,
      message: detail ?? `The server answered ${status}.`,
      ...(params && { params }),
    };
    const [said, ...reasons] = await inReadersWords<Refusal>([whole, ...violations]);
    return new Problem(status, code, said!.message, reasons, requestId ?? null);
  }
}

/** Whether there was no answer, from the network or the server. */
export const isOffline = (error: unknown): boolean => error instanceof TypeError;
