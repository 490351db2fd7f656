/** The heights of plots in pixels, for who keeps their place before the library that draws is there. */
export const OVER_TIME_HEIGHT = 190;

/** Of a plot with a row for each weekday or hour, below its head. */
export const ROW_HEIGHT = 26;
const HEAD_HEIGHT = 20;
export const heightOfRows = (rows: number, rowHeight = ROW_HEIGHT): number => HEAD_HEIGHT + rows * rowHeight;
export const MAP_ROWS = 7;
