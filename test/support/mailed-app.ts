import { startApp, type TestApp } from './app.js';
import { aLocation, anOperator, type MadeOperator } from './factories.js';
import type { Answer } from './http-client.js';
import { startMailServer, type MailServer } from './mail.js';

/** An app with its own mail server. */
export interface MailedApp {
  app: TestApp;
  mail: MailServer;
  close(): Promise<void>;
}

export async function startMailedApp(env: Record<string, string> = {}): Promise<MailedApp> {
  const mail = await startMailServer({ user: 'lab', pass: 'p@ss/word' });
  const app = await startApp({
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Afterhours <lab@example.edu>',
      BASE_URL: 'https://lab.example.edu',
      ...env,
    },
  });
  return {
    app,
    mail,
    close: async () => {
      await app.close();
      await mail.close();
    },
  };
}

/**
 * Sets the clock to Monday, 26 October 2026, noon in Chicago, creates a location and Maya, who works there,
 * and deletes all received mail.
 */
export async function locationAndOperator({
  app,
  mail,
}: MailedApp): Promise<{ locationId: string; maya: MadeOperator }> {
  await app.jobsDone();
  app.clock.set('2026-10-26T12:00:00-05:00');
  mail.refuse = null;
  const locationId = (await aLocation(app, { name: `Library ${Math.random()}` })).id;
  const maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
  await app.jobsDone();
  mail.received.length = 0;
  return { locationId, maya };
}

/** The messages to an operator except the invitation, newest first. */
export const messagesFor = async (app: TestApp, { userId }: MadeOperator): Promise<Answer['body'][]> =>
  (await app.admin.get(`/messages?userId=${userId}`)).body.items.filter(
    ({ kind }: { kind: string }) => kind !== 'invitation',
  );
