import { Button, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import type { Source } from './queries.js';

/** Its secret cannot be brought back, so the dialog asks first. */
export function RemoveSource({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useTranslations('sources');
  const { id, name, version } = useOpened(source);
  const remove = useAct({
    run: () =>
      ask(api.DELETE('/api/v1/support-sources/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed', { name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('removeTitle', { name })} onClose={onClose}>
      <Form
        act={remove}
        submit={t('remove')}
        also={
          <Button variant="default" onClick={onClose}>
            {t('keep')}
          </Button>
        }
      >
        <Text>{t('removeHint')}</Text>
      </Form>
    </Dialog>
  );
}
