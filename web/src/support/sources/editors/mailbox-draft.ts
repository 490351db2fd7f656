import { textOf, withoutEmpty, type Settings } from './editor.js';
import { mappingDraftOf, mappingOf, type MappingDraft } from './file-draft.js';

/** Where mail is read within TLS. */
export const MAIL_PORT = 993;

export interface MailboxDraft extends MappingDraft {
  host: string;
  port: string;
  user: string;
  password: string;
  folder: string;
  from: string;
  fileName: string;
  /** What the form does not show. */
  others: Settings;
}

export function mailboxDraftOf({
  host,
  port,
  user,
  password: _password,
  folder,
  from,
  fileName,
  mapping,
  ...others
}: Settings): MailboxDraft {
  return {
    ...mappingDraftOf(mapping),
    host: textOf(host),
    port: String(typeof port === 'number' ? port : MAIL_PORT),
    user: textOf(user),
    password: '',
    folder: textOf(folder),
    from: textOf(from),
    fileName: textOf(fileName),
    others,
  };
}

export function mailboxSettingsOf(draft: MailboxDraft): Settings | null {
  const mapping = mappingOf(draft);
  if (mapping === null) return null;
  return withoutEmpty({
    ...draft.others,
    host: draft.host.trim(),
    port: Number(draft.port) === MAIL_PORT ? undefined : Number(draft.port),
    user: draft.user.trim(),
    password: draft.password,
    folder: draft.folder.trim(),
    from: draft.from.trim(),
    fileName: draft.fileName.trim(),
    mapping,
  });
}
