import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { anyEditor, withoutEmpty } from './editor.js';
import { PrioritiesField } from './priorities-field.js';
import { meaningsOf, prioritiesOf, type Meaning } from './priority-words.js';
import { SecretField } from './secret-field.js';

/** A system that sends its requests here. It needs an address and a secret of ours, which are shown once it is saved. */
export const PUSH = anyEditor<{ secret: string; meanings: Meaning[] }>({
  kind: 'push',
  draftOf: ({ priorities }) => ({ secret: '', meanings: meaningsOf(priorities) }),
  settingsOf: ({ secret, meanings }) => {
    const words = prioritiesOf(meanings);
    return words && { ...withoutEmpty({ secret }), ...words };
  },
  Fields: function PushFields({ draft, onChange, isNew }) {
    const t = useTranslations('sources');
    return (
      <>
        {isNew && <Text size="sm">{t('push.how')}</Text>}
        <SecretField
          label={t('push.secret')}
          hint={t('push.secretHint')}
          isNew={isNew}
          required={false}
          value={draft.secret}
          onChange={(secret) => onChange({ ...draft, secret })}
        />
        <PrioritiesField
          hint={t('push.prioritiesHint')}
          meanings={draft.meanings}
          onChange={(meanings) => onChange({ ...draft, meanings })}
        />
      </>
    );
  },
});
