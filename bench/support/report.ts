/** One line of the results: the product, its baseline, their ratio, and the goal for it. */
export interface Result {
  what: string;
  product: string;
  baseline: string;
  /** Product ÷ baseline, or the product's figure if there is no baseline. */
  figure: number;
  unit: '×' | 'MB' | 's' | 'ms' | 'of 100';
  goal: { 'at-most'?: number; 'at-least'?: number } | null;
}

/** A benchmark: it measures, and returns its lines of the results. */
export type Benchmark = (say: (line: string) => void) => Promise<Result[]>;

export const isMet = ({ figure, goal }: Result): boolean =>
  figure <= (goal?.['at-most'] ?? Infinity) && figure >= (goal?.['at-least'] ?? -Infinity);

/** Results as a Markdown table. */
export function toTable(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { what, product, baseline, figure, unit } = result;
    return `| ${what} | ${product} | ${baseline} | ${round(figure)} ${unit} | ${goalText(result)} |`;
  });
  return ['| what | Afterhours | baseline | figure | goal |', '|---|---|---|---|---|', ...rows].join('\n');
}

function goalText(result: Result): string {
  const { goal, unit } = result;
  if (!goal) return '';
  const text =
    goal['at-most'] !== undefined
      ? `at most ${goal['at-most']} ${unit}`
      : `at least ${goal['at-least']} ${unit}`;
  return `${text}: ${isMet(result) ? 'met' : '**missed**'}`;
}

/** A figure with two decimals below 10, one below 100, and none above. */
export const round = (figure: number): string =>
  figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(2);
