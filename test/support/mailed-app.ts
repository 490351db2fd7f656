import { startApp, type TestApp } from './app.js';
import { aLocation, anOperator, type MadeOperator } from './factories.js';
import type { Answer } from './http-client.js';
import { startMailServer, type MailServer } from './mail.js';

/** An app whose messages go to a mail server of its own. */
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

/** A place and Maya, who works there, at Monday noon in Chicago, 26 October 2026, with nothing in the mail. */
export async function aQuietNoon({
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

/** What somebody was told, newest first. */
export const messagesFor = async (app: TestApp, { userId }: MadeOperator): Promise<Answer['body'][]> =>
  (await app.admin.get(`/messages?userId=${userId}`)).body.items.filter(
    ({ kind }: { kind: string }) => kind !== 'invitation',
  );
