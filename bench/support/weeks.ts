const DAY = 86_400_000;

/** When the next Monday breaks in Chicago, whatever day it is run on: what begins from then on is in the board's week of that date. */
export function mondayAfter(now: number): Date {
  const today = new Date(Math.floor(now / DAY) * DAY);
  return new Date(today.getTime() + (8 - (today.getUTCDay() || 7)) * DAY + DAY / 2);
}

export const dateOf = (date: Date): string => date.toISOString().slice(0, 10);
