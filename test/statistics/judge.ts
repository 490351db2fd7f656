import { readFileSync } from 'node:fs';
import { WebR, type RDouble } from 'webr';

/** The levels at which intervals are judged. */
export const LEVELS = [0.95, 0.9, 0.995];

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

type RValue = string | number | boolean | null | readonly RValue[];

/** R itself, compiled to WebAssembly, with the functions of judge.R. */
export class Judge {
  private constructor(private readonly r: WebR) {}

  static async start(): Promise<Judge> {
    const r = new WebR({ interactive: false });
    await r.init();
    await r.evalRVoid(readFileSync(new URL('judge.R', import.meta.url), 'utf8'));
    return new Judge(r);
  }

  /** The numbers that an R expression gives; values in it are written as R's. What is missing is null. */
  async numbers(code: TemplateStringsArray, ...values: readonly RValue[]): Promise<(number | null)[]> {
    const expression = code.reduce((text, part, i) => text + literal(values[i - 1]!) + part);
    const vector = (await this.r.evalR(`as.numeric(${expression})`)) as RDouble;
    const numbers = await vector.toArray();
    await this.r.destroy(vector);
    return numbers.map((each) => (each === null || Number.isNaN(each) ? null : each));
  }

  close(): void {
    this.r.close();
  }
}

function literal(value: RValue): string {
  if (value === null) return 'NA';
  if (value === Infinity || value === -Infinity) return value > 0 ? 'Inf' : '-Inf';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (Array.isArray(value)) return `c(${value.map(literal).join(',')})`;
  return JSON.stringify(value);
}

/** Both agree to 1e-6, relative where a number is above 1; what R lacks or has as infinite is the same here. */
export function expectAgreement(ours: readonly (number | null)[], judged: readonly (number | null)[]): void {
  expect(ours).toHaveLength(judged.length);
  ours.forEach((value, i) => {
    const expected = judged[i]!;
    if (value === null || !Number.isFinite(expected)) return expect(value).toBe(expected);
    if (Math.abs(value - expected) > 1e-6 * Math.max(1, Math.abs(expected))) expect(ours).toEqual(judged);
  });
}

/** A result that must not be refused. */
export function accepted<T extends object>(result: T): Exclude<T, { readonly refused: string }> {
  if ('refused' in result) throw new Error(String(result.refused));
  return result as Exclude<T, { readonly refused: string }>;
}
