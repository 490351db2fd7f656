import { Database } from '../../src/platform/database/database.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';

describe('background jobs', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('that are due while the app starts run once it has started', async () => {
    const jobs = new Jobs(app.app.get(Database));
    const done: object[] = [];
    jobs.define({
      queue: 'early',
      options: { retryLimit: 0 },
      batchSize: 1,
      handle: (batch) => {
        done.push(...batch);
        return Promise.resolve();
      },
    });
    const due = jobs.tick('early', 3600);
    try {
      await jobs.start(app.database.addresses.server);
      await due;
      await waitFor(() => Promise.resolve(done.length > 0));
      expect(done).toEqual([{}]);
    } finally {
      await jobs.beforeApplicationShutdown();
      await jobs.onApplicationShutdown();
    }
  });
});
