import type { MailboxSettingsDto } from './settings.dto.js';

export const IMAP_PORT = 993;

/** Tells servers apart; a password for one within TLS is not for the same without. */
export const mailServerOf = ({ host, port = IMAP_PORT, tls = true }: MailboxSettingsDto): string =>
  `${tls ? 'https' : 'http'}://${host}:${port}`;
