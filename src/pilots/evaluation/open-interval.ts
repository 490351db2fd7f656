export const OPEN_INTERVAL = {
  type: 'array',
  items: { type: 'number', nullable: true },
  minItems: 2,
  maxItems: 2,
  nullable: true,
  description: 'Low and high end; an end is null where the data set no limit. Null without an interval.',
} as const;

/** JSON has no Infinity. */
export type OpenInterval = [low: number | null, high: number | null];
