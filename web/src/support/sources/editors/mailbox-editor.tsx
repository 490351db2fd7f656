import { useTranslations } from 'use-intl';
import { NumberField, TextField } from '../../../ui/fields.js';
import { anyEditor, type AnyEditor } from './editor.js';
import { FileColumns } from './file-columns.js';
import { FileTimes } from './file-times.js';
import { mailboxDraftOf, mailboxSettingsOf, type MailboxDraft } from './mailbox-draft.js';
import { SecretField } from './secret-field.js';

/** A CSV file that is mailed. */
export const MAILBOX: AnyEditor = anyEditor<MailboxDraft>({
  kind: 'mailbox',
  draftOf: mailboxDraftOf,
  settingsOf: mailboxSettingsOf,
  Fields: function MailboxFields({ draft, onChange, isNew }) {
    const t = useTranslations('sources');
    const set = (change: Partial<MailboxDraft>): void => onChange({ ...draft, ...change });
    const optional = (field: 'folder' | 'from' | 'fileName') => (
      <TextField
        label={t(`mailbox.${field}`)}
        description={t(`mailbox.${field}Hint`)}
        required={false}
        value={draft[field]}
        onChange={(value) => set({ [field]: value })}
      />
    );
    return (
      <>
        <TextField
          label={t('mailbox.host')}
          description={t('mailbox.hostHint')}
          value={draft.host}
          onChange={(host) => set({ host })}
        />
        <NumberField
          label={t('mailbox.port')}
          description={t('mailbox.portHint')}
          min={1}
          max={65_535}
          value={draft.port}
          onChange={(port) => set({ port })}
        />
        <TextField label={t('mailbox.user')} value={draft.user} onChange={(user) => set({ user })} />
        <SecretField
          label={t('mailbox.password')}
          hint={t('mailbox.passwordHint')}
          isNew={isNew}
          value={draft.password}
          onChange={(password) => set({ password })}
        />
        {optional('folder')}
        {optional('from')}
        {optional('fileName')}
        <FileColumns draft={draft} onChange={set} />
        <FileTimes draft={draft} onChange={set} />
      </>
    );
  },
});
