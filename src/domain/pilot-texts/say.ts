import type { EN } from './en.js';

type Paths<Messages> = {
  [Key in keyof Messages & string]: Messages[Key] extends string ? Key : `${Key}.${Paths<Messages[Key]>}`;
}[keyof Messages & string];

export type EvaluationKey = Paths<typeof EN.evaluation>;
export type PlotsKey = Paths<typeof EN.pilotPlots>;

/** Says a message with its params, in the reader's language. */
export type Say<Key extends string> = (
  key: Key,
  params?: Readonly<Record<string, string | number>>,
) => string;

/** How a figure is written and said: words and the formats of numbers of one language. */
export interface Teller {
  evaluation: Say<EvaluationKey>;
  plots: Say<PlotsKey>;
  /** A locale of Intl. */
  formats: string;
}
