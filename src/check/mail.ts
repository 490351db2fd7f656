import { transportTo } from '../outreach/email-channel.js';
import type { Config } from '../platform/config/config.js';
import { messageOf } from '../platform/error-message.js';
import { failed, note, ok, type Finding } from './finding.js';

/** Checks that the mail server of SMTP_URL answers and accepts the name and password in it. */
export async function examineMail({ smtpUrl, mailFrom }: Config): Promise<Finding> {
  if (smtpUrl === null)
    return note(
      'mail',
      'no mail server is set (SMTP_URL, MAIL_FROM): messages are stored but not sent, and links must be passed on by hand',
    );
  const { host } = new URL(smtpUrl);
  const transport = transportTo(smtpUrl);
  try {
    await transport.verify();
    return ok('mail', `${host} takes messages from ${mailFrom}`);
  } catch (error) {
    return failed('mail', `the mail server ${host} cannot be used: ${messageOf(error)}. Look at SMTP_URL`);
  } finally {
    transport.close();
  }
}
