import { Text, Textarea } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, textOf, type AnyEditor, type Settings } from './editor.js';
import { SecretField } from './secret-field.js';

interface Draft {
  baseUrl: string;
  secret: string;
  /** The other settings as JSON. */
  text: string;
}

/** Where the secret of each way to show who asks belongs. */
const SECRETS = { basic: 'password', header: 'value', token: 'body' } as const;
type WithSecret = keyof typeof SECRETS;

const START = {
  auth: { kind: 'header', name: 'Authorization' },
  list: { method: 'GET', path: '/api/tickets', query: { updated_since: '{since}' }, items: '$.tickets' },
  paging: { kind: 'page', parameter: 'page', first: 1, sizeParameter: 'per_page', size: 100 },
  stop: 'empty',
  fields: {
    externalId: '$.id',
    updatedAt: '$.updated_at',
    openedAt: '$.created_at',
    firstResponseAt: '$.first_response_at',
    resolvedAt: '$.resolved_at',
    title: '$.title',
  },
  time: { format: 'iso', zone: 'UTC' },
  perMinute: 60,
};

const isObject = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

function parsed(text: string): Settings | null {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) && !Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}

function secretOf(settings: Settings | null): WithSecret | null {
  const auth = settings?.['auth'];
  const kind = isObject(auth) ? auth['kind'] : null;
  return Object.keys(SECRETS).find((name): name is WithSecret => name === kind) ?? null;
}

/** Any system that answers JSON: its interface is described. */
export const OWN_DESCRIPTION: AnyEditor = anyEditor<Draft>({
  kind: 'declarative',
  draftOf: ({ baseUrl, ...others }) => ({
    baseUrl: textOf(baseUrl),
    secret: '',
    text: JSON.stringify(Object.keys(others).length > 0 ? others : START, null, 2),
  }),
  settingsOf: ({ baseUrl, secret, text }) => {
    const settings = parsed(text);
    if (!settings) return null;
    const kind = secretOf(settings);
    if (kind === null || secret === '') return { ...settings, baseUrl };
    return { ...settings, baseUrl, auth: { ...(settings['auth'] as Settings), [SECRETS[kind]]: secret } };
  },
  Fields: function OwnFields({ draft, onChange, isNew }) {
    const t = useTranslations('sources');
    const settings = parsed(draft.text);
    const secret = secretOf(settings);
    return (
      <>
        <TextField
          label={t('own.baseUrl')}
          description={t('own.baseUrlHint')}
          value={draft.baseUrl}
          onChange={(baseUrl) => onChange({ ...draft, baseUrl })}
        />
        {secret && (
          <SecretField
            label={t(`own.secrets.${secret}`)}
            hint={t('own.secretHint')}
            isNew={isNew}
            required={isNew && secret !== 'token'}
            value={draft.secret}
            onChange={(value) => onChange({ ...draft, secret: value })}
          />
        )}
        <Textarea
          label={t('own.description')}
          description={t('own.descriptionHint')}
          error={settings ? null : t('own.noJson')}
          classNames={{ input: 'code' }}
          autosize
          minRows={6}
          maxRows={20}
          spellCheck={false}
          autoCapitalize="none"
          autoCorrect="off"
          required
          value={draft.text}
          onChange={({ currentTarget: { value: text } }) =>
            onChange({ ...draft, text, secret: secretOf(parsed(text)) === secret ? draft.secret : '' })
          }
        />
        {settings && (
          <Text size="sm" role="status">
            {t('open' in settings ? 'opening.can' : 'opening.notDescribed')}
          </Text>
        )}
      </>
    );
  },
});
