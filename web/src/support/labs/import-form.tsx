import { FileInput, List, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { importWorkstations } from './queries.js';

const ORDERS = ['none', 'mdy', 'dmy', 'ymd'] as const;
type Preview = Schemas['ImportedWorkstationsDto'];

/** Reads workstations from a pasted table or a file: first a preview, then all of it at once. */
export function ImportForm({ locationId, onClose }: { locationId: string; onClose: () => void }) {
  const t = useTranslations('labs');
  const [text, setText] = useState('');
  const [order, setOrder] = useState<(typeof ORDERS)[number]>('none');
  const [preview, setPreview] = useState<Preview | null>(null);
  const changed = preview ? preview.created.length + preview.updated.length : 0;
  const isReady = preview !== null && preview.rejected.length === 0 && changed > 0;
  const again = (change: () => void): void => {
    change();
    setPreview(null);
  };
  const send = useAct({
    run: (_event: void) =>
      importWorkstations({
        locationId,
        text,
        ...(order !== 'none' && { dateOrder: order }),
        dryRun: !isReady,
      }),
    inForm: true,
    done: (answer) => setPreview(answer),
  });
  const isStored = preview?.stored ?? false;
  return (
    <Dialog title={t('importTitle')} onClose={onClose}>
      {isStored ? (
        <Text role="status">{t('imported', { count: changed })}</Text>
      ) : (
        <Form act={send} submit={isReady ? t('store', { count: changed }) : t('preview')}>
          <Text size="sm">{t('importHint')}</Text>
          <Textarea
            label={t('table')}
            rows={8}
            required
            value={text}
            onChange={({ currentTarget: { value } }) => again(() => setText(value))}
          />
          <FileInput
            label={t('file')}
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(file) => void file?.text().then((read) => again(() => setText(read)))}
          />
          <NativeSelect
            label={t('order')}
            value={order}
            onChange={({ currentTarget: { value } }) => again(() => setOrder(value as typeof order))}
            data={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
          />
          {preview && <Found preview={preview} />}
        </Form>
      )}
    </Dialog>
  );
}

function Found({ preview }: { preview: Preview }) {
  const t = useTranslations('labs');
  const { created, updated, unchanged, rejected, ignoredColumns } = preview;
  return (
    <Stack gap="xs" role="status">
      <Text fw={600}>{t('found', { created: created.length, updated: updated.length, unchanged })}</Text>
      {ignoredColumns.length > 0 && (
        <Text size="sm">{t('ignored', { columns: ignoredColumns.join(', ') })}</Text>
      )}
      {rejected.length > 0 && (
        <>
          <Text size="sm">{t('refused')}</Text>
          <List size="sm">
            {rejected.map(({ line, message }) => (
              <List.Item key={line}>{message}</List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}
