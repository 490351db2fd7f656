import type { TestApp } from './app.js';
import { succeeded, type Made } from './factories.js';
import { FakeRedmine } from './fake-redmine.js';
import { storedRequests, type StoredRequest } from './sources.js';

const SOURCE = 'redmine';

export const redmineSettings = (redmine: FakeRedmine, overrides: object = {}): object => ({
  baseUrl: redmine.baseUrl,
  apiKey: FakeRedmine.KEY,
  projects: ['library-desk', 'Media Lab'],
  campusItProjects: ['campus-it'],
  ...overrides,
});

export const redmineBody = (redmine: FakeRedmine, overrides: object = {}): Record<string, unknown> => ({
  name: SOURCE,
  kind: 'redmine',
  everyMinutes: 5,
  enabled: true,
  settings: redmineSettings(redmine),
  ...overrides,
});

/** A source that has collected once. */
export async function aRedmineSource(
  app: TestApp,
  redmine: FakeRedmine,
  overrides: object = {},
): Promise<Made & { version: number }> {
  const source = succeeded(await app.admin.post('/support-sources', redmineBody(redmine, overrides)));
  await app.jobsDone();
  return source;
}

export const storedIssues = (app: TestApp): Promise<StoredRequest[]> => storedRequests(app, SOURCE);

export const storedNumbers = async (app: TestApp): Promise<number[]> =>
  (await storedIssues(app)).map(({ externalId }) => Number(externalId));

export async function storedIssue(app: TestApp, { id }: { id: number }): Promise<StoredRequest> {
  const found = (await storedIssues(app)).find(({ externalId }) => externalId === String(id));
  if (!found) throw new Error(`the issue ${id} is not stored`);
  return found;
}
