import { METRIC_BASES } from '../../domain/metrics/accumulator.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { evaluateFrom } from '../evaluation/evaluate-from.js';
import { presented } from '../evaluation/evaluation-answer.js';
import { answersFrom, readAnswer } from '../metrics-answers.js';
import { MetricsFacts } from '../metrics-facts.js';
import { PackageFolder } from './package-folder.js';
import { KINDS, type Kind, type PackageJob, type PackageRows } from './package-job.js';
import { figureRows, packageRows } from './package-rows.js';
import { packageTexts } from './package-texts.js';

/** Writes a data package into a folder, all of it from one snapshot of the database. */
export default task(
  async ({ folder, pilot, evaluation, metrics }: PackageJob, database): Promise<PackageRows> => {
    const files = new PackageFolder(folder);
    await files.begin();
    await database.snapshot(async () => {
      const facts = new MetricsFacts(database, new StoppedClock(evaluation.now));
      for await (const batch of packageRows(facts, evaluation)) await files.add(batch);
      const kinds = (Object.keys(KINDS) as Kind[]).flatMap((kind) => METRIC_BASES.map(() => kind));
      const answers = (await answersFrom(facts, metrics)).map((answer, index) => ({
        kind: kinds[index]!,
        metrics: readAnswer(answer),
      }));
      for (const batch of figureRows(answers, evaluation.calendar)) await files.add(batch);
      const evaluated = presented(
        pilot,
        evaluation,
        await evaluateFrom(facts, evaluation),
        await facts.marks(evaluation),
      );
      for (const [name, text] of Object.entries(packageTexts(pilot, evaluated)))
        await files.write(name, text);
    });
    await files.zip(new Date(evaluation.now));
    return files.rows;
  },
);
