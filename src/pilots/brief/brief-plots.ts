import { parseHTML } from 'linkedom';
import { addDays, type Weekday } from '../../domain/local-date.js';
import { Html, html } from '../../platform/html.js';
import { askingMapOf } from '../../plots/asking-and-gaps.js';
import type { Canvas } from '../../plots/drawing.js';
import { OVER_TIME, overTimeOf, type DrawnHour } from '../../plots/pilot-plots.js';
import { askingMap, overTimePlot } from '../../plots/plots.js';
import { cut } from './brief-front.js';
import type { BriefFacts } from './brief-job.js';
import { WRITER } from './brief-words.js';

/** The width of a page, in pixels of 1/96 inch. */
const WIDTH = 700;
const HEIGHT = 96;
const ROW_HEIGHT = 18;
const EMPTY_PAGE = '<!doctype html><html><body></body></html>';
const LONGEST_REASON = 40;
const SHOWN = ['response', 'coverage', 'requests'] as const;

/** The four plots: three over time on one axis, and when people ask. */
export function briefPlots(facts: BriefFacts): Html {
  // Figures end with the pilot, if it was ended early.
  const { endedAt } = facts.pilot;
  const today = facts.evaluation.asOf.slice(0, 10);
  const ended = endedAt === null ? today : addDays(endedAt.slice(0, 10), 1);
  const end = ended < today ? ended : today;
  const { document } = parseHTML(EMPTY_PAGE) as { document: unknown };
  const canvas: Canvas = { width: WIDTH, document };
  const overTime = OVER_TIME.filter(({ key }) => SHOWN.some((shown) => shown === key)).map((drawn) => {
    const what = overTimeOf(drawn, facts.weeks, facts.pilot, {
      bucket: 'week',
      end,
      writer: WRITER,
      marks: facts.evaluation.marks.map((mark) => ({ ...mark, reason: cut(mark.reason, LONGEST_REASON) })),
    });
    const hasValues = what.lines.some(({ points }) => points.some(({ value }) => value !== null));
    return pictured(
      `${WRITER.plots(`plots.${drawn.key}`)}, by week`,
      hasValues
        ? new Html(overTimePlot(what, canvas, HEIGHT).outerHTML)
        : html`<p class="quiet">Nothing to draw yet.</p>`,
    );
  });
  const asking = askingMapOf(facts.hours as readonly DrawnHour[], 'pilot', {
    writer: WRITER,
    hidden: facts.hiddenHours as ReadonlySet<DrawnHour>,
    weekStartsOn: facts.weekStartsOn as Weekday,
  });
  const map =
    asking.hours.length > 0
      ? html`<p class="quiet">${WRITER.plots('askingHint')}</p>
          ${new Html(askingMap(asking, canvas, ROW_HEIGHT).outerHTML)}`
      : html`<p class="quiet">${asking.label}</p>`;
  return html`${overTime}${pictured(WRITER.plots('plots.asking'), map)}`;
}

const pictured = (title: string, picture: Html): Html =>
  html`<figure tabindex="0">
    <figcaption>${title}</figcaption>
    ${picture}
  </figure>`;
