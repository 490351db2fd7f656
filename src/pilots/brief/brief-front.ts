import { addDays } from '../../domain/local-date.js';
import type { Finding } from '../../domain/pilots/findings.js';
import type { FigureName } from '../../domain/metrics/metrics.js';
import { bestOf, changeText, speedText } from '../../domain/pilot-texts/change-text.js';
import { figureText, metricName } from '../../domain/pilot-texts/figure-text.js';
import { targetText } from '../../domain/pilot-texts/target-text.js';
import { html, type Html } from '../../platform/html.js';
import type { ComparisonDto, JudgedTargetDto } from '../evaluation/evaluation.dto.js';
import type { BriefFacts } from './brief-job.js';
import { WRITER } from './brief-words.js';
import { FEWEST } from './small-cells.js';

const MOST_NAMES = 3;
const MOST_EXCLUSIONS = 3;
const MOST_PAUSES = 2;
const LONGEST_NAME = 60;
const LONGEST_REASON = 40;
/** What nobody is told, because it is of one to four. */
export const FEW = `under ${FEWEST} requests`;

const FOUND = {
  successful: 'found successful',
  unsuccessful: 'found unsuccessful',
  timing: 'found unsuccessful because of its timing',
  'stopped-early': 'stopped early',
} as const satisfies Record<Finding, string>;

/** The signs that turn the direction of the text after them. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** The beginning of a text, cut between letters. */
export function cut(text: string, most: number): string {
  const letters = [...text.replace(TURNING, '')];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most).join('')}…`;
}

const some = (names: readonly string[], most: number): string => {
  const told = names.slice(0, most).map((name) => cut(name, LONGEST_NAME));
  return names.length <= most ? told.join(', ') : `${told.join(', ')} and ${names.length - most} more`;
};

const period = ({ from, to }: { from: string; to: string | null }): string => {
  if (to === null) return `from ${WRITER.dayWithYear(from)} on`;
  const last = addDays(to, -1);
  return from === last
    ? WRITER.dayWithYear(from)
    : `${WRITER.dayWithYear(from)} – ${WRITER.dayWithYear(last)}`;
};

/** Where and when the pilot is, with what, and what people found. */
export function subject({ pilot, locationNames, comparisonNames, life }: BriefFacts): Html {
  const excluded = pilot.exclusions.map((range) => `${period(range)} (${cut(range.reason, LONGEST_REASON)})`);
  const pauses = life.pauses.filter(({ isExcluded }) => !isExcluded).map(period);
  const { ending } = life;
  const finding = ending?.finding ? `, ${FOUND[ending.finding]}` : '';
  return html`<p class="quiet">
    ${some(locationNames, MOST_NAMES)}. Baseline ${period(pilot.baseline)}, pilot
    ${period(pilot.pilot)}${ending && `, ended on ${WRITER.dayWithYear(ending.endedAt.slice(0, 10))}${finding}`}.
    ${comparisonNames.length > 0 && `Compared with ${some(comparisonNames, MOST_NAMES)}.`}
    ${excluded.length > 0 && `Left out: ${some(excluded, MOST_EXCLUSIONS)}.`}
    ${pauses.length > 0 && `Paused, and counted all the same: ${some(pauses, MOST_PAUSES)}.`}
  </p>`;
}

/** Whether the pilot should go on, by its primary target. */
export function verdict({ evaluation, hidden }: BriefFacts): Html {
  const { verdict: word, interim, sentence, targets } = evaluation;
  const primary = targets.find((target) => target.primary)?.metric as FigureName | undefined;
  const phases = (primary && hidden.get(primary)) ?? [];
  const isVerdictTold = !phases.includes('pilot');
  const isSentenceTold = phases.length === 0;
  return html`<div class="verdict" data-verdict="${word}">
    <p>
      <strong>${isVerdictTold ? WRITER.evaluation(`verdicts.${word}`) : 'Not told in a brief'}</strong>
      ${interim && word !== 'cannot-tell' && html`<span class="quiet">${WRITER.evaluation('interim')}</span>`}
    </p>
    <p>
      ${
        isSentenceTold
          ? sentence
          : `The figure of the primary target is of fewer than ${FEWEST} requests in a phase. The page of the pilot tells it.`
      }
    </p>
  </div>`;
}

/** One of the three figures: before and now, what changed, and whether its target is met. */
export function figure(comparison: ComparisonDto, { evaluation, hidden }: BriefFacts): Html {
  const { metric, baseline, pilot } = comparison;
  const few = hidden.get(metric as FigureName) ?? [];
  const best = bestOf(comparison);
  const change = changeText(best, WRITER);
  const told = {
    baseline: few.includes('baseline') ? FEW : figureText(metric, baseline, WRITER.formats),
    pilot: few.includes('pilot') ? FEW : figureText(metric, pilot, WRITER.formats),
  };
  const hasBaseline = baseline !== null || few.includes('baseline');
  const speed = speedText(comparison, WRITER);
  const own = evaluation.targets
    .filter((target) => target.metric === metric)
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
  return html`<div>
    <dt>${metricName(metric)}</dt>
    <dd>
      <strong>${hasBaseline ? WRITER.evaluation('fromTo', told) : told.pilot}</strong>
      ${speed !== null && html`<div>${speed}</div>`}
      <div class="quiet">
        ${change === null ? !hasBaseline && WRITER.evaluation('noBaseline') : change}${
          change !== null && best.isNet && `, ${WRITER.evaluation('netOfTrend')}`
        }
      </div>
      ${own[0] !== undefined && judged(own[0], few.includes('pilot'))}
      ${own.length > 1 && html`<div class="quiet">and ${own.length - 1} more of this figure</div>`}
    </dd>
  </div>`;
}

const judged = (target: JudgedTargetDto, isHidden: boolean): Html =>
  html`<div data-verdict="${isHidden ? 'cannot-tell' : target.verdict}">
    <b>
      ${WRITER.evaluation('target', {
        target: targetText(target, WRITER),
        verdict: isHidden ? FEW : WRITER.evaluation(`targetVerdicts.${target.verdict}`),
      })}
    </b>
  </div>`;
