import { useTranslations } from 'use-intl';
import type { Schemas } from '../../../api/client.js';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, type AnyEditor } from './editor.js';
import { filled, isUsable } from './filled.js';
import { SecretField } from './secret-field.js';

export type Description = Schemas['SourceDescriptionDto'];

/** A system with a ready-made description: only what differs from one library to the next is asked. */
export const readyMadeEditor = (description: Description): AnyEditor =>
  anyEditor<Readonly<Record<string, string>>>({
    kind: description.kind,
    draftOf: () => Object.fromEntries(description.parameters.map(({ name }) => [name, ''])),
    settingsOf: (draft) => filled(description, draft),
    Fields: function ReadyMadeFields({ draft, onChange }) {
      const t = useTranslations('sources');
      return description.parameters.map((parameter) => {
        const { name, label, hint, example, isSecret, isOptional } = parameter;
        const value = draft[name] ?? '';
        const shown = {
          label,
          value,
          error: isUsable(parameter, value) ? undefined : t('cannotBe'),
          onChange: (next: string) => onChange({ ...draft, [name]: next }),
        };
        return isSecret ? (
          <SecretField key={name} {...shown} hint={hint} isNew />
        ) : (
          <TextField
            key={name}
            {...shown}
            required={!isOptional}
            description={[hint, t('such', { example })].filter(Boolean).join(' ')}
          />
        );
      });
    },
  });
