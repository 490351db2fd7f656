import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useAct } from '../../ui/use-act.js';
import type { Source } from './queries.js';

/** Where a system sends its pushes. */
export function PushAddress({ url }: { url: string }) {
  const t = useTranslations('sources.push');
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
      <Text size="sm" className="wrapping">
        {t('address')} <code>{url}</code>
      </Text>
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-label={t('copyAddress')}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

/** The secret of a source, with what to do with it. */
export function PushSecret({
  url,
  secret,
  onClose,
  also,
}: {
  url: string;
  secret: string;
  onClose: () => void;
  also?: string | undefined;
}) {
  const t = useTranslations('sources.push');
  const words = {
    onlyNow: t('onlyNow'),
    onlyNowHint: t('onlyNowHint'),
    copy: t('copySecret'),
    copied: t('copied'),
    done: t('done'),
  };
  return (
    <ShownOnce value={secret} words={words} onClose={onClose}>
      <Stack gap="xs">
        {also !== undefined && <Text size="sm">{also}</Text>}
        <PushAddress url={url} />
        <Text size="sm" c="dimmed">
          {t('format')}
        </Text>
      </Stack>
    </ShownOnce>
  );
}

/** Makes a new secret, and shows it. */
export function RotateSecret({
  source: { id, name, pushUrl },
  onClose,
}: {
  source: Source;
  onClose: () => void;
}) {
  const t = useTranslations('sources.push');
  const { timeZone } = useSettings();
  const { moment } = useTimes();
  const [endFormer, setEndFormer] = useState(false);
  const rotate = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-sources/{id}/rotate', {
          ...once(),
          params: { path: { id } },
          body: { endFormer },
        }),
      ),
    inForm: true,
  });
  if (rotate.data?.secret !== undefined) {
    const { secret, formerSecretUntil: until } = rotate.data;
    const also = until === null ? t('formerEnded') : t('formerUntil', { moment: moment(until, timeZone) });
    return (
      <Dialog title={t('rotatedTitle', { name })} onClose={onClose} isFirm>
        <PushSecret url={pushUrl ?? ''} secret={secret} onClose={onClose} also={also} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('rotateTitle', { name })} onClose={onClose}>
      <Form act={rotate} submit={t('rotate')}>
        <Text>{t('rotateHint')}</Text>
        <Checkbox
          size="md"
          label={t('endFormer')}
          description={t('endFormerHint')}
          checked={endFormer}
          onChange={({ currentTarget }) => setEndFormer(currentTarget.checked)}
        />
      </Form>
    </Dialog>
  );
}
