import { refusal } from '../../domain/errors.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { evaluateFrom } from '../evaluation/evaluate-from.js';
import { presented } from '../evaluation/evaluation-answer.js';
import { answersFrom, type MetricsAnswer } from '../metrics-answers.js';
import { MetricsFacts } from '../metrics-facts.js';
import type { PilotMetricsDto } from '../pilots.dto.js';
import type { BriefJob } from './brief-job.js';
import { briefPage } from './brief-page.js';
import { isSmall, toldEvaluation, withoutSmallFigures } from './small-cells.js';

/** Writes a brief from one snapshot of the database. */
export default task((job: BriefJob, database): Promise<string> =>
  database.snapshot(async () => {
    const { evaluation, metrics, ...subject } = job;
    const facts = new MetricsFacts(database, new StoppedClock(evaluation.now));
    const evaluated = presented(job.pilot, evaluation, await evaluateFrom(facts, evaluation));
    const [weeks, hours, totals] = (await answersFrom(facts, metrics)).map(readAnswer);
    const told = weeks!.items.map(withoutSmallFigures);
    return briefPage({
      ...subject,
      evaluation: toldEvaluation(evaluated),
      weeks: told.map(({ item }) => item),
      hidden:
        told.filter(({ isWhole }) => !isWhole).length +
        hours!.items.filter(({ phase, requests }) => phase === 'pilot' && isSmall(requests)).length,
      hours: hours!.items,
      totals: totals!.totals,
      definitionVersion: totals!.definitionVersion,
      timeZone: totals!.timeZone,
      weekStartsOn: evaluation.calendar.weekStartsOn,
    });
  }),
);

function readAnswer(answer: MetricsAnswer): PilotMetricsDto {
  if ('refusal' in answer) throw refusal('invalid', [answer.refusal]);
  return JSON.parse(answer.text) as PilotMetricsDto;
}
