import { NativeSelect, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, type AnyEditor } from './editor.js';
import { FileColumns } from './file-columns.js';
import { FILE_AUTHS, fileDraftOf, fileSettingsOf, type FileAuth, type FileDraft } from './file-draft.js';
import { FileTimes } from './file-times.js';
import { SecretField } from './secret-field.js';

interface Props {
  draft: FileDraft;
  onChange: (draft: FileDraft) => void;
  isNew: boolean;
}

/** A CSV file at an address. */
export const FILE: AnyEditor = anyEditor<FileDraft>({
  kind: 'file-url',
  draftOf: fileDraftOf,
  settingsOf: fileSettingsOf,
  Fields: function FileFields(props) {
    const { draft, onChange, isNew } = props;
    const t = useTranslations('sources');
    const set = (change: Partial<FileDraft>): void => onChange({ ...draft, ...change });
    return (
      <>
        {!isNew && <Text size="sm">{t('file.host', { host: draft.host })}</Text>}
        <SecretField
          label={t('file.url')}
          hint={t('file.urlHint')}
          isNew={isNew}
          value={draft.url}
          onChange={(url) => set({ url })}
        />
        <Credentials {...props} />
        <FileColumns draft={draft} onChange={set} />
        <FileTimes draft={draft} onChange={set} />
      </>
    );
  },
});

function Credentials({ draft, onChange, isNew }: Props) {
  const t = useTranslations('sources');
  const { auth } = draft;
  const set = (change: Partial<FileDraft['auth']>): void =>
    onChange({ ...draft, auth: { ...auth, ...change } });
  return (
    <>
      <NativeSelect
        label={t('file.auth')}
        value={auth.kind}
        onChange={({ currentTarget: { value } }) => set({ kind: value as FileAuth, name: '', secret: '' })}
        data={FILE_AUTHS.map((value) => ({ value, label: t(`file.auths.${value}`) }))}
      />
      {auth.kind !== 'none' && (
        <>
          <TextField
            label={t(`file.names.${auth.kind}`)}
            value={auth.name}
            onChange={(name) => set({ name })}
          />
          <SecretField
            label={t(`file.secrets.${auth.kind}`)}
            hint={t('file.secretHint')}
            isNew={isNew || auth.kind !== draft.storedAuth}
            value={auth.secret}
            onChange={(secret) => set({ secret })}
          />
        </>
      )}
    </>
  );
}
