import type { FigureName } from '../../domain/metrics/metrics.js';
import { doubtsOf } from '../../domain/pilot-texts/doubts.js';
import { headlinesFor } from '../../domain/pilot-texts/told.js';
import { Html, html } from '../../platform/html.js';
import type { ComparisonDto } from '../evaluation/evaluation.dto.js';
import { costs, definitions, gaps, hiddenCosts } from './brief-back.js';
import { cut, figure, subject, verdict } from './brief-front.js';
import type { BriefFacts } from './brief-job.js';
import { briefPlots } from './brief-plots.js';
import { BRIEF_STYLE } from './brief-style.js';
import { MOST_TARGETS, targets } from './brief-targets.js';
import { WRITER } from './brief-words.js';
import { fitting } from './fitting.js';

const MOST_LINES = 14;
const LONGEST_NAME = 120;
/** A longer question is written smaller, and takes a line of what speaks against the figures. */
const SHORT_NAME = 60;

/** A brief as a whole page of HTML, which prints on two pages of A4 or Letter. */
export function briefPage(facts: BriefFacts): string {
  const { pilot, institutionName, evaluation } = facts;
  const asOf = evaluation.asOf.slice(0, 10);
  const primary = evaluation.targets.find((target) => target.primary)?.metric;
  const shown = headlinesFor(primary).flatMap((metric) => {
    const found = evaluation.comparisons.find((one) => one.metric === metric);
    return found ? [found] : [];
  });
  const name = cut(pilot.name, LONGEST_NAME);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${name}: brief of ${WRITER.dayWithYear(asOf)}</title>
        <style>
          ${new Html(BRIEF_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <section class="sheet">
            <header><span>${institutionName}</span><span>As of ${WRITER.dayWithYear(asOf)}</span></header>
            <h1 ${name.length > SHORT_NAME && LONG_NAME}>Should “${name}” go on?</h1>
            ${subject(facts)} ${verdict(facts)}
            <dl class="figures">${shown.map((comparison) => figure(comparison, facts))}</dl>
            ${targets(facts)} ${doubts(facts, shown)}
          </section>
          <section class="sheet">
            ${briefPlots(facts)}
            <div class="halves">${gaps(facts)} ${costs(facts)}</div>
            ${definitions(
              facts,
              shown.map(({ metric }) => metric as FigureName),
            )}
          </section>
        </main>
      </body>
    </html>`;
  return page.text;
}

const LONG_NAME = html`class="long"`;

/** What speaks against the figures, as far as it fits. */
function doubts(facts: BriefFacts, shown: readonly ComparisonDto[]): Html {
  const { evaluation, pilot } = facts;
  const hidden = hiddenFigures(facts, shown);
  const all = [
    ...(hidden > 0 ? [WRITER.plots('suppressed', { count: hidden })] : []),
    ...doubtsOf(evaluation, shown, WRITER),
  ];
  const room =
    MOST_LINES -
    Math.min(evaluation.targets.length, MOST_TARGETS) -
    Math.floor(pilot.name.length / SHORT_NAME);
  const told = fitting(all, room);
  return html`<h2>${WRITER.evaluation('doubts')} (${all.length})</h2>
    ${
      all.length === 0
        ? html`<p class="quiet">${WRITER.evaluation('noDoubts')}</p>`
        : html`<ul>
            ${told.map((sentence) => html`<li>${sentence}</li>`)}
            ${
              told.length < all.length &&
              html`<li>
                And ${all.length - told.length} more: the page of the pilot and its evaluation have all of
                them.
              </li>`
            }
          </ul>`
    }`;
}

/** How many figures of the brief are of too few to be told. */
function hiddenFigures(facts: BriefFacts, shown: readonly ComparisonDto[]): number {
  const { hidden, evaluation, hiddenInPlots } = facts;
  const ofFigures = shown.reduce(
    (sum, { metric }) => sum + (hidden.get(metric as FigureName)?.length ?? 0),
    0,
  );
  const ofTargets = evaluation.targets.filter(({ metric }) =>
    hidden.get(metric as FigureName)?.includes('pilot'),
  );
  return hiddenInPlots + ofFigures + ofTargets.length + hiddenCosts(facts);
}
