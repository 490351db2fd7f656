import { LABELS } from '../../domain/metrics/labels.js';
import { metricOf, type FigureName } from '../../domain/metrics/metrics.js';
import { PHASE_NAMES, type PhaseName } from '../../domain/pilots/phases.js';
import { figureText, numberText } from '../../domain/pilot-texts/figure-text.js';
import { html, type Html } from '../../platform/html.js';
import { worstHours } from '../../plots/asking-and-gaps.js';
import { hourText, type DrawnHour } from '../../plots/pilot-plots.js';
import type { BriefFacts } from './brief-job.js';
import { WRITER } from './brief-words.js';
import { FEWEST, isTold } from './small-cells.js';

const MOST_HOURS = 5;

/** The gaps in which most was asked. */
export function gaps({ hours }: BriefFacts): Html {
  const drawn = hours as readonly DrawnHour[];
  const worst = worstHours(drawn, MOST_HOURS, FEWEST);
  const hasMore = worstHours(drawn, Infinity, 1).length > worst.length;
  return html`<div>
    <h2>${WRITER.plots('plots.gaps')}</h2>
    ${
      worst.length === 0
        ? html`<p class="quiet">
            ${hasMore ? 'In no hour of the week five requests or more came in a gap.' : WRITER.plots('gapsNone')}
          </p>`
        : html`<table>
            <thead>
              <tr>
                <th>${WRITER.plots('hour')}</th>
                <th class="number">${WRITER.plots('gapRequests')}</th>
              </tr>
            </thead>
            <tbody>
              ${worst.map(
                (hour) =>
                  html`<tr>
                    <td>${hourText(hour, WRITER)}</td>
                    <td class="number">${hour.inGaps}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </div>`;
}

const WITHOUT_COST = 'Without a cost of each position and of an escalation there is no cost per request.';

const COST_ROWS = ['staffedHours', 'requestsAll', 'escalated', 'costPerRequest'] as const;
type CostName = (typeof COST_ROWS)[number];

/** How many of the costs are of too few to be told. */
export const hiddenCosts = ({ totals }: BriefFacts): number =>
  PHASE_NAMES.reduce((sum, phase) => {
    const figures = totals[phase];
    return sum + (figures ? COST_ROWS.filter((name) => !isTold(name, figures)).length : 0);
  }, 0);

/** What the pilot costs, and what that is for each request. */
export function costs({ totals, pilot }: BriefFacts): Html {
  const told = (phase: PhaseName, name: CostName): string => {
    const figures = totals[phase];
    if (!figures) return '–';
    return isTold(name, figures) ? figureText(name, figures[name], WRITER.formats) : `under ${FEWEST}`;
  };
  const amount = (cost: number | null): string =>
    cost === null ? 'not set' : numberText(cost, WRITER.formats, { maximumFractionDigits: 2 });
  return html`<div>
    <h2>Costs</h2>
    <table>
      <thead>
        <tr>
          <td></td>
          <th class="number">${WRITER.plots('baseline')}</th>
          <th class="number">${WRITER.plots('during')}</th>
        </tr>
      </thead>
      <tbody>
        ${COST_ROWS.map(
          (name) =>
            html`<tr>
              <td>${LABELS[name]}</td>
              <td class="number">${told('baseline', name)}</td>
              <td class="number">${told('pilot', name)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">
      Fixed costs of the pilot: ${amount(pilot.fixedCosts)}; of an escalated request:
      ${amount(pilot.escalationCost)}.
      ${totals.pilot?.costPerRequest === null && (totals.pilot.requestsAll ?? 0) > 0 && WITHOUT_COST}
    </p>
  </div>`;
}

/** What the shown figures mean, and how they were computed. */
export function definitions(facts: BriefFacts, shown: readonly FigureName[]): Html {
  const { pilot, definitionVersion, timeZone } = facts;
  const names = [...new Set<FigureName>([...shown, 'costPerRequest'])];
  return html`<h2>Definitions</h2>
    <dl class="definitions">
      ${names.map(
        (name) =>
          html`<div>
            <dt>${LABELS[name]}:</dt>
            <dd>${metricOf(name).doc}.</dd>
          </div>`,
      )}
      <div>
        <dt>All figures:</dt>
        <dd>
          version ${definitionVersion} of the definitions; each request is followed for ${pilot.followUpHours}
          hours in both phases; times of ${timeZone}. In brackets stand intervals of 95 % for changes. Nothing
          of fewer than ${FEWEST} requests is told.
        </dd>
      </div>
    </dl>`;
}
