import { Fieldset, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../../api/client.js';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, type AnyEditor } from './editor.js';
import { filled, isUsable, missingToOpen } from './filled.js';
import { SecretField } from './secret-field.js';

export type Description = Schemas['SourceDescriptionDto'];
type Parameter = Description['parameters'][number];

/** A system with a ready-made description: only what differs from one library to the next is asked. */
export const readyMadeEditor = (description: Description): AnyEditor =>
  anyEditor<Readonly<Record<string, string>>>({
    kind: description.kind,
    draftOf: () => Object.fromEntries(description.parameters.map(({ name }) => [name, ''])),
    settingsOf: (draft) => filled(description, draft),
    Fields: function ReadyMadeFields({ draft, onChange }) {
      const t = useTranslations('sources');
      const field = (parameter: Parameter) => {
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
      };
      const [forOpening, others] = [true, false].map((isFor) =>
        description.parameters.filter(({ isForOpening = false }) => isForOpening === isFor),
      ) as [Parameter[], Parameter[]];
      const missing = missingToOpen(description, draft);
      return (
        <>
          {others.map(field)}
          {missing !== null && (
            <Fieldset legend={t('opening.title')}>
              <Stack gap="sm">
                {forOpening.map(field)}
                <Text size="sm" role="status">
                  {missing.length === 0
                    ? t('opening.can')
                    : t('opening.cannot', {
                        missing: missing.map((label) => t('opening.one', { label })).join(', '),
                      })}
                </Text>
              </Stack>
            </Fieldset>
          )}
        </>
      );
    },
  });
