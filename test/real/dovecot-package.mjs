import { existsSync } from 'node:fs';

/** Why a real mail server cannot be started; null when it can. */
export function whyNoDovecot() {
  if (!existsSync('/usr/sbin/dovecot') || !existsSync('/usr/lib/dovecot/imap'))
    return 'the Debian package dovecot-imapd is missing: apt-get install --no-install-recommends dovecot-imapd';
  return process.getuid?.() === 0 ? null : 'only root can start Dovecot with users of its own';
}
