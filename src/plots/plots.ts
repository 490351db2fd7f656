/** What draws a pilot: a browser loads it when a plot comes into view, the server for a brief. */
export { askingMap } from './asking-map.js';
export { gapBars } from './gap-bars.js';
export { overTimePlot } from './over-time.js';
