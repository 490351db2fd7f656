import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { Dialog } from '../../ui/dialog.js';
import { LocationField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useAct } from '../../ui/use-act.js';
import { googleOf, outlookOf, webcalOf } from './calendar-services.js';
import type { FeedKind } from './queries.js';

const ALARMS = [0, 30, 60, 120, 1440] as const;
const KINDS: Readonly<Record<string, readonly FeedKind[]>> = {
  operator: ['mine', 'location'],
  supervisor: ['supervisor', 'location'],
  admin: ['supervisor', 'location'],
};

/** Makes an address for a calendar program, and shows the ways to add it. */
export function NewCalendar({ onClose }: { onClose: () => void }) {
  const t = useTranslations('calendars');
  const { role } = useMe();
  const { locations } = useLocations();
  const kinds = KINDS[role] ?? ['location'];
  const [form, setForm] = useState({
    kind: kinds[0]!,
    locationId: locations[0]?.id ?? '',
    includePending: false,
    alarm: '',
  });
  const [url, setUrl] = useState<string | null>(null);
  const make = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/calendar-feeds', {
          ...once(),
          body: {
            kind: form.kind,
            includePending: form.includePending,
            ...(form.kind === 'location' && { locationId: form.locationId }),
            ...(form.alarm !== '' && { alarmMinutes: Number(form.alarm) }),
          },
        }),
      ),
    inForm: true,
    done: (made) => setUrl(made.url ?? null),
  });
  return (
    <Dialog title={t('add')} onClose={onClose} isFirm={url !== null}>
      {url === null ? (
        <Form act={make} submit={t('make')}>
          <NativeSelect
            label={t('which')}
            value={form.kind}
            onChange={({ currentTarget }) => setForm({ ...form, kind: currentTarget.value as FeedKind })}
            data={kinds.map((value) => ({
              value,
              label:
                value === 'location' && locations.length === 1
                  ? t('ofLocation', { name: locations[0]!.name })
                  : t(`kind.${value}`),
            }))}
          />
          {form.kind === 'location' && (
            <LocationField
              value={form.locationId}
              onChange={(locationId) => setForm({ ...form, locationId })}
            />
          )}
          <Checkbox
            size="md"
            label={t('pending')}
            description={t('pendingHint')}
            checked={form.includePending}
            onChange={({ currentTarget }) => setForm({ ...form, includePending: currentTarget.checked })}
          />
          <NativeSelect
            label={t('alarm')}
            value={form.alarm}
            onChange={({ currentTarget }) => setForm({ ...form, alarm: currentTarget.value })}
            data={[
              { value: '', label: t('noAlarm') },
              ...ALARMS.map((minutes) => ({
                value: String(minutes),
                label: t('alarmOf', { minutes: String(minutes) }),
              })),
            ]}
          />
        </Form>
      ) : (
        <Made url={url} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Made({ url, onClose }: { url: string; onClose: () => void }) {
  const t = useTranslations('calendars');
  const elsewhere = { target: '_blank', rel: 'noreferrer' };
  return (
    <ShownOnce
      value={url}
      words={{
        onlyNow: t('onlyNow'),
        onlyNowHint: t('onlyNowHint'),
        copy: t('copy'),
        copied: t('copied'),
        done: t('close'),
      }}
      onClose={onClose}
    >
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t('addTo')}
        </Text>
        <Group gap="xs">
          <Button component="a" variant="default" href={googleOf(url)} {...elsewhere}>
            {t('google')}
          </Button>
          <Button component="a" variant="default" href={webcalOf(url)}>
            {t('apple')}
          </Button>
          <Button component="a" variant="default" href={outlookOf(url, 'Afterhours')} {...elsewhere}>
            {t('outlook')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('newTab')}
        </Text>
      </Stack>
    </ShownOnce>
  );
}
