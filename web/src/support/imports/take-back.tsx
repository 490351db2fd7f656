import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { isBeingTakenBack, type Import } from './queries.js';
import { Remarks } from './remarks.js';

/** What became of an import that was taken back, and the way to take it back. */
export function TakeBack({ of }: { of: Import }) {
  const t = useTranslations('imports');
  const [isAsking, setAsking] = useState(false);
  const { takeBackStatus, mayBeTakenBack, takenBackAt, removed, restored, kept } = of;
  if (takeBackStatus === null && !mayBeTakenBack) return null;
  return (
    <Stack gap="xs">
      <div role="status">
        {isBeingTakenBack(of) && <Text>{t('takingBack')}</Text>}
        {takeBackStatus === 'failed' && (
          <Text>{t('takeBackFailed', { message: of.takeBackError ?? '' })}</Text>
        )}
        {takenBackAt !== null && takeBackStatus === 'completed' && (
          <Text>{t('takenBack', { removed, restored, kept })}</Text>
        )}
      </div>
      {kept > 0 && takeBackStatus === 'completed' && <Remarks of={of} kind="kept" />}
      {mayBeTakenBack && (
        <Group gap="xs">
          <Button size="sm" variant="default" onClick={() => setAsking(true)}>
            {t(takenBackAt === null ? 'takeBack' : 'takeRestBack')}
          </Button>
        </Group>
      )}
      {isAsking && <Confirmation of={of} onClose={() => setAsking(false)} />}
    </Stack>
  );
}

function Confirmation({ of, onClose }: { of: Import; onClose: () => void }) {
  const t = useTranslations('imports');
  const act = useAct({
    run: () => ask(api.POST('/api/v1/support-imports/{id}/take-back', { params: { path: { id: of.id } } })),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('takeBackTitle')} onClose={onClose}>
      <Form
        act={act}
        submit={t('takeBackNow')}
        also={
          <Button variant="default" type="button" onClick={onClose}>
            {t('leaveIt')}
          </Button>
        }
      >
        <Text className="wrapping" fw={600}>
          {of.fileName}
        </Text>
        <Stack gap="xs">
          {of.created > of.removed && <Text>{t('willGo', { count: of.created - of.removed })}</Text>}
          {of.updated > of.restored && (
            <Text>{t('willBeRestored', { count: of.updated - of.restored })}</Text>
          )}
          <Text>{t('willStay')}</Text>
        </Stack>
        <Text size="sm" c="dimmed">
          {t('takeBackHint')}
        </Text>
      </Form>
    </Dialog>
  );
}
