import { PHASE_NAMES } from '../../domain/pilots/phases.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { evaluateFrom } from '../evaluation/evaluate-from.js';
import { presented } from '../evaluation/evaluation-answer.js';
import { answersFrom, readAnswer } from '../metrics-answers.js';
import { MetricsFacts } from '../metrics-facts.js';
import type { MetricsItemDto } from '../pilots.dto.js';
import type { BriefJob } from './brief-job.js';
import { briefPage } from './brief-page.js';
import { hiddenCells, isTold, toldEvaluation } from './small-cells.js';

/** Writes a brief from one snapshot of the database. */
export default task((job: BriefJob, database): Promise<string> =>
  database.snapshot(async () => {
    const { evaluation, metrics, compared, ...subject } = job;
    const facts = new MetricsFacts(database, new StoppedClock(evaluation.now));
    const evaluated = await evaluateFrom(facts, evaluation);
    const [weeks, hours, totals] = (await answersFrom(facts, metrics)).map(readAnswer);
    const [others] = compared ? (await answersFrom(facts, compared)).map(readAnswer) : [];
    const told = toldEvaluation(evaluated, { own: totals!.totals, compared: others?.totals ?? {} });
    const drawn = toldWeeks(weeks!.items);
    const ofPilot = hours!.items.filter(({ phase }) => phase === 'pilot');
    const hiddenHours = new Set(
      [...hiddenCells(ofPilot.map(({ requests }) => requests ?? 0))].map((index) => ofPilot[index]!),
    );
    return briefPage({
      ...subject,
      evaluation: presented(
        job.pilot,
        evaluation,
        // Figures of few weeks could be told apart, and the page has them.
        { ...told.evaluation, beforeAfter: [], leftOut: 0 },
        await facts.marks(evaluation),
      ),
      hidden: told.hidden,
      weeks: drawn.items,
      hours: hours!.items,
      hiddenHours,
      hiddenInPlots: drawn.hidden + hiddenHours.size,
      totals: totals!.totals,
      definitionVersion: totals!.definitionVersion,
      timeZone: totals!.timeZone,
      weekStartsOn: evaluation.calendar.weekStartsOn,
    });
  }),
);

/** The drawn figures that are of requests. */
const WAITS = ['firstResponseWallMinutesP50', 'firstResponseWallMinutesP90'] as const;

/** Weeks without the drawn figures of too few, and how many there were. The total of all weeks is told elsewhere. */
function toldWeeks(items: readonly MetricsItemDto[]): { items: MetricsItemDto[]; hidden: number } {
  let hidden = 0;
  const told = PHASE_NAMES.flatMap((phase) => {
    const own = items.filter((item) => item.phase === phase);
    const few = hiddenCells(own.map(({ requests }) => requests ?? 0));
    return own.map((item, index) => {
      const small = [
        ...(few.has(index) ? (['requestsPerOpenHour'] as const) : []),
        ...WAITS.filter((name) => item[name] !== null && !isTold(name, item)),
      ];
      hidden += small.length;
      return { ...item, ...Object.fromEntries(small.map((name) => [name, null])) };
    });
  });
  return { items: told, hidden };
}
