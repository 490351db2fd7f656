import { appendFileSync } from 'node:fs';

/** Prints one line with the counts after a run, and appends them to the file that TEST_SUMMARY_FILE names. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const broken = results.numRuntimeErrorTestSuites;
    const counts = [
      results.numPassedTests,
      results.numFailedTests + broken,
      results.numPendingTests + results.numTodoTests,
    ];
    process.stderr.write(`${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped\n`);
    if (process.env.TEST_SUMMARY_FILE) appendFileSync(process.env.TEST_SUMMARY_FILE, `${counts.join(' ')}\n`);
  }
}
