const DAY = 86_400_000;

/**
 * An instant on the morning of the next Monday in Chicago. Shifts from then on are in that week of the board.
 */
export function mondayAfter(now: number): Date {
  const today = new Date(Math.floor(now / DAY) * DAY);
  return new Date(today.getTime() + (8 - (today.getUTCDay() || 7)) * DAY + DAY / 2);
}

export const dateOf = (date: Date): string => date.toISOString().slice(0, 10);
