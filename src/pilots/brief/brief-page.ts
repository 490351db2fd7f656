import type { FigureName } from '../../domain/metrics/metrics.js';
import { bestOf, changeText, speedText } from '../../domain/pilot-texts/change-text.js';
import { doubtsOf } from '../../domain/pilot-texts/doubts.js';
import { figureText, metricName, numberText } from '../../domain/pilot-texts/figure-text.js';
import { intervalText, targetText } from '../../domain/pilot-texts/target-text.js';
import { headlinesFor } from '../../domain/pilot-texts/told.js';
import { addDays } from '../../domain/local-date.js';
import { Html, html } from '../../platform/html.js';
import type { ComparisonDto, JudgedTargetDto } from '../evaluation/evaluation.dto.js';
import type { BriefFacts } from './brief-job.js';
import { costs, definitions, gaps } from './brief-back.js';
import { fitting } from './fitting.js';
import { briefPlots } from './brief-plots.js';
import { BRIEF_STYLE } from './brief-style.js';
import { WRITER } from './brief-words.js';

/** So many fit on two pages; what is left out is counted. */
const MOST_TARGETS = 6;
const MOST_LINES = 14;
const MOST_NAMES = 3;
const MOST_EXCLUSIONS = 3;
const LONGEST_REASON = 40;
/** A longer question is written smaller. */
const SHORT_NAME = 60;
const ORDINARY_LEVEL = 0.95;

/** A brief as a whole page of HTML, which prints on two pages of A4 or Letter. */
export function briefPage(facts: BriefFacts): string {
  const { pilot, institutionName, evaluation } = facts;
  const asOf = evaluation.asOf.slice(0, 10);
  const primary = evaluation.targets.find((target) => target.primary)?.metric;
  const shown = headlinesFor(primary).flatMap((metric) => {
    const found = evaluation.comparisons.find((one) => one.metric === metric && one.hours === 'all');
    return found ? [found] : [];
  });
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${pilot.name}: brief of ${WRITER.dayWithYear(asOf)}</title>
        <style>
          ${new Html(BRIEF_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <section class="sheet">
            <header><span>${institutionName}</span><span>As of ${WRITER.dayWithYear(asOf)}</span></header>
            <h1 ${pilot.name.length > SHORT_NAME && LONG_NAME}>Should “${pilot.name}” go on?</h1>
            ${subject(facts)} ${verdict(facts)}
            <dl class="figures">${shown.map((comparison) => figure(comparison, evaluation.targets))}</dl>
            ${targets(evaluation.targets)} ${doubts(facts, shown)}
          </section>
          <section class="sheet">
            ${briefPlots(facts, asOf)}
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

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

const some = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

const period = ({ from, to }: { from: string; to: string }): string => {
  const last = addDays(to, -1);
  return from === last
    ? WRITER.dayWithYear(from)
    : `${WRITER.dayWithYear(from)} – ${WRITER.dayWithYear(last)}`;
};

function subject({ pilot, locationNames, comparisonNames }: BriefFacts): Html {
  const excluded = pilot.exclusions.map((range) => `${period(range)} (${cut(range.reason, LONGEST_REASON)})`);
  return html`<p class="quiet">
    ${some(locationNames, MOST_NAMES)}. Baseline ${period(pilot.baseline)}, pilot
    ${period(pilot.pilot)}${pilot.endedAt !== null && `, ended on ${WRITER.dayWithYear(pilot.endedAt.slice(0, 10))}`}.
    ${comparisonNames.length > 0 && `Compared with ${some(comparisonNames, MOST_NAMES)}.`}
    ${excluded.length > 0 && `Left out: ${some(excluded, MOST_EXCLUSIONS)}.`}
  </p>`;
}

function verdict({ evaluation: { verdict: word, interim, sentence } }: BriefFacts): Html {
  return html`<div class="verdict" data-verdict="${word}">
    <p>
      <strong>${WRITER.evaluation(`verdicts.${word}`)}</strong>
      ${interim && word !== 'cannot-tell' && html`<span class="quiet">${WRITER.evaluation('interim')}</span>`}
    </p>
    <p>${sentence}</p>
  </div>`;
}

/** One of the three figures: before and now, what changed, and whether its target is met. */
function figure(comparison: ComparisonDto, judged: readonly JudgedTargetDto[]): Html {
  const { metric, baseline, pilot } = comparison;
  const best = bestOf(comparison);
  const change = changeText(best, WRITER);
  const told = {
    baseline: figureText(metric, baseline, WRITER.formats),
    pilot: figureText(metric, pilot, WRITER.formats),
  };
  const speed = speedText(comparison, WRITER);
  const own = judged.filter((target) => target.metric === metric);
  return html`<div>
    <dt>${metricName(metric)}</dt>
    <dd>
      <strong>${baseline === null ? told.pilot : WRITER.evaluation('fromTo', told)}</strong>
      ${speed !== null && html`<div>${speed}</div>`}
      <div class="quiet">
        ${change === null ? baseline === null && WRITER.evaluation('noBaseline') : change}${
          change !== null && best.isNet && `, ${WRITER.evaluation('netOfTrend')}`
        }
      </div>
      ${own.map(
        (target) =>
          html`<div data-verdict="${target.verdict}">
            <b>
              ${WRITER.evaluation('target', {
                target: targetText(target, WRITER),
                verdict: WRITER.evaluation(`targetVerdicts.${target.verdict}`),
              })}
            </b>
          </div>`,
      )}
    </dd>
  </div>`;
}

function targets(judged: readonly JudgedTargetDto[]): Html {
  if (judged.length === 0) return html`<p class="quiet">No target says what would be enough.</p>`;
  const shown = judged.toSorted((a, b) => Number(b.primary) - Number(a.primary)).slice(0, MOST_TARGETS);
  return html`<h2>${WRITER.evaluation('targetsTitle')}</h2>
    <table>
      <thead>
        <tr>
          <th>${WRITER.evaluation('targetColumn')}</th>
          <th class="number">${WRITER.evaluation('figure')}</th>
          <th class="number">${WRITER.evaluation('interval')}</th>
          <th>${WRITER.evaluation('verdict')}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((target) => targetRow(target, judged.length > 1))}
      </tbody>
    </table>
    ${judged.length > MOST_TARGETS && html`<p class="quiet">And ${judged.length - MOST_TARGETS} more targets.</p>`}`;
}

function targetRow(target: JudgedTargetDto, isOneOfSeveral: boolean): Html {
  const { metric, actual, interval95, level, verdict: word, weeksNeeded, primary } = target;
  const interval = intervalText(metric, interval95, WRITER) ?? '–';
  const levelText = numberText(level, WRITER.formats, { style: 'percent', maximumFractionDigits: 1 });
  return html`<tr>
    <td>
      ${metricName(metric)}:
      ${targetText(target, WRITER)}${primary && isOneOfSeveral && ` (${WRITER.evaluation('primary')})`}
    </td>
    <td class="number">${figureText(metric, actual, WRITER.formats)}</td>
    <td class="number">
      ${interval}${level > ORDINARY_LEVEL && interval95 && ` ${WRITER.evaluation('level', { level: levelText })}`}
    </td>
    <td>
      <b data-verdict="${word}">${WRITER.evaluation(`targetVerdicts.${word}`)}</b>${
        word === 'cannot-tell' &&
        weeksNeeded !== null &&
        weeksNeeded > 0 &&
        `, ${WRITER.evaluation('weeksNeeded', { weeks: weeksNeeded })}`
      }
    </td>
  </tr>`;
}

/** What speaks against the figures, as far as it fits. */
function doubts({ evaluation, hidden }: BriefFacts, shown: readonly ComparisonDto[]): Html {
  const all = [
    ...doubtsOf(evaluation, shown, WRITER),
    ...(hidden > 0 ? [WRITER.plots('suppressed', { count: hidden })] : []),
  ];
  const room = MOST_LINES - Math.min(evaluation.targets.length, MOST_TARGETS);
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
