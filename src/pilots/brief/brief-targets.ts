import type { FigureName } from '../../domain/metrics/metrics.js';
import { figureText, metricName, numberText } from '../../domain/pilot-texts/figure-text.js';
import { beforehandText, intervalText, targetText } from '../../domain/pilot-texts/target-text.js';
import { html, type Html } from '../../platform/html.js';
import type { JudgedTargetDto } from '../evaluation/evaluation.dto.js';
import { FEW } from './brief-front.js';
import type { BriefFacts } from './brief-job.js';
import { WRITER } from './brief-words.js';

/** So many fit on the page; what is left out is counted. */
export const MOST_TARGETS = 6;
const ORDINARY_LEVEL = 0.95;
/** The primary one first, then those that speak against the pilot. */
const ORDER = { 'not-met': 0, 'cannot-tell': 1, met: 2 } as const;

/** Each target with the interval that decides it. */
export function targets({ evaluation: { targets: judged }, hidden }: BriefFacts): Html {
  if (judged.length === 0) return html`<p class="quiet">No target says what would be enough.</p>`;
  const sorted = judged.toSorted(
    (a, b) => Number(b.primary) - Number(a.primary) || ORDER[a.verdict] - ORDER[b.verdict],
  );
  const left = sorted.slice(MOST_TARGETS);
  const unmet = left.filter(({ verdict }) => verdict === 'not-met').length;
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
        ${sorted.slice(0, MOST_TARGETS).map((target) =>
          targetRow(target, {
            isOneOfSeveral: judged.length > 1,
            isHidden: hidden.get(target.metric as FigureName)?.includes('pilot') ?? false,
          }),
        )}
      </tbody>
    </table>
    ${
      left.length > 0 &&
      html`<p class="quiet">
        And ${left.length} more, of which ${unmet === 0 ? 'none is' : `${unmet} are`} not met.
      </p>`
    }`;
}

function targetRow(
  target: JudgedTargetDto,
  { isOneOfSeveral, isHidden }: { isOneOfSeveral: boolean; isHidden: boolean },
): Html {
  const { metric, actual, interval95, level, verdict, weeksNeeded, primary, beforehand } = target;
  const interval = intervalText(metric, interval95, WRITER) ?? '–';
  const levelText = numberText(level, WRITER.formats, { style: 'percent', maximumFractionDigits: 1 });
  const planned = beforehandText(metric, beforehand, WRITER);
  const weeks = verdict === 'cannot-tell' && weeksNeeded !== null && weeksNeeded > 0 ? weeksNeeded : null;
  return html`<tr>
    <td>
      ${metricName(metric)}:
      ${targetText(target, WRITER)}${
        primary && isOneOfSeveral && ` (${WRITER.evaluation('primary')})`
      }${planned && `. ${planned.text}`}
    </td>
    <td class="number">${isHidden ? FEW : figureText(metric, actual, WRITER.formats)}</td>
    <td class="number">
      ${interval}${
        level > ORDINARY_LEVEL && interval95 && ` ${WRITER.evaluation('level', { level: levelText })}`
      }
    </td>
    <td>
      ${
        isHidden
          ? 'not told'
          : html`<b data-verdict="${verdict}">${WRITER.evaluation(`targetVerdicts.${verdict}`)}</b>`
      }${weeks !== null && `, ${WRITER.evaluation('weeksNeeded', { weeks })}`}
    </td>
  </tr>`;
}
