// A task of a worker thread, for the tests of `WorkerPool`.
import { setTimeout as sleep } from 'node:timers/promises';
import { invalid } from '../../../dist/src/domain/errors.js';
import { task } from '../../../dist/src/platform/workers/task.js';

export default task(async ({ doing, milliseconds = 0 }, database) => {
  await sleep(milliseconds);
  if (doing === 'refuse') throw invalid('bucket', 'INVALID_FIELD.too-many-items', { most: 5 });
  if (doing === 'fail') throw new TypeError('on purpose');
  if (doing === 'hoard') for (let kept = []; ; kept.push(new Array(1_000_000).fill(doing)));
  if (doing === 'ask') return (await database.one('SELECT 41 + 1 AS answer')).answer;
  return doing;
});
