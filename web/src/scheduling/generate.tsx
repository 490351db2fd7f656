import { Button, List, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { dateWithYearOf, useTimes } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { NumberField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { ErrorState } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';

type Schedule = Schemas['ScheduleDto'];

type Policy = {
  shortestMinutes: string;
  preferredMinutes: string;
  longestMinutes: string;
  overlapMinutes: string;
};
const USUAL: Policy = {
  shortestMinutes: '120',
  preferredMinutes: '240',
  longestMinutes: '360',
  overlapMinutes: '0',
};

/** Generates the shifts that the dates lack, after a preview. A second run adds nothing twice. */
export function Generate({
  schedule,
  zone,
  schedules,
  onClose,
}: {
  schedule: Schedule;
  zone: string;
  schedules: readonly Schedule[];
  onClose: () => void;
}) {
  const t = useTranslations('generate');
  const { span } = useTimes();
  const [from, setFrom] = useState<'coverage-hours' | 'templates' | 'schedule'>('coverage-hours');
  const [sourceId, setSourceId] = useState('');
  const [policy, setPolicy] = useState(USUAL);
  const sources = schedules.filter(({ id }) => id !== schedule.id);
  const bodyOf = (dryRun: boolean): Schemas['GenerateShiftsDto'] => ({
    from,
    dryRun,
    ...(from === 'schedule' && { scheduleId: sourceId }),
    ...(from === 'coverage-hours' &&
      Object.fromEntries(Object.entries(policy).map(([name, minutes]) => [name, Number(minutes)]))),
  });
  const params = { path: { id: schedule.id } };
  const run = (dryRun: boolean) =>
    ask(api.POST('/api/v1/schedules/{id}/generate-shifts', { params, body: bodyOf(dryRun) }));
  const preview = useAct({ run: () => run(true), failed: () => undefined });
  const generate = useAct({
    run: () => run(false),
    said: ({ added, changed }) => t('done', { added: added.length, changed: changed.length }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('title')} onClose={onClose} size="lg">
      <Form act={preview} submit={t('preview')} isMain={false}>
        {generate.error && <ErrorState error={generate.error} />}
        <NativeSelect
          label={t('from')}
          value={from}
          onChange={({ currentTarget }) => {
            setFrom(currentTarget.value as typeof from);
            preview.reset();
          }}
          data={[
            { value: 'coverage-hours', label: t('fromCoverage') },
            { value: 'templates', label: t('fromTemplates') },
            ...(sources.length > 0 ? [{ value: 'schedule', label: t('fromSchedule') }] : []),
          ]}
        />
        {from === 'schedule' && (
          <NativeSelect
            label={t('source')}
            required
            value={sourceId}
            onChange={({ currentTarget }) => {
              setSourceId(currentTarget.value);
              preview.reset();
            }}
            data={[
              { value: '', label: t('choose') },
              ...sources.map(({ id, startsOn, endsOn }) => ({
                value: id,
                label: `${dateWithYearOf(startsOn)} – ${dateWithYearOf(endsOn)}`,
              })),
            ]}
          />
        )}
        {from === 'coverage-hours' && (
          <SimpleGrid cols={2} spacing="sm">
            {(['shortestMinutes', 'preferredMinutes', 'longestMinutes', 'overlapMinutes'] as const).map(
              (name) => (
                <NumberField
                  key={name}
                  label={t(name)}
                  min={0}
                  max={1440}
                  value={policy[name]}
                  onChange={(minutes) => {
                    setPolicy({ ...policy, [name]: minutes });
                    preview.reset();
                  }}
                />
              ),
            )}
          </SimpleGrid>
        )}
      </Form>
      {preview.data && (
        <Stack gap="xs" mt="md" aria-live="polite">
          <Text fw={600}>
            {t('wouldAdd', {
              added: preview.data.added.length,
              changed: preview.data.changed.length,
              left: preview.data.left,
            })}
          </Text>
          <List size="sm" className="preview">
            {preview.data.added.map((shift) => (
              <List.Item key={`${shift.startsAt} ${shift.positionId} ${shift.seats}`}>
                {span(shift.startsAt, shift.endsAt, zone)} · {t('seats', { count: shift.seats })}
              </List.Item>
            ))}
          </List>
          {preview.data.skipped.map(({ startsAt, message }) => (
            <Text key={startsAt} size="sm" c="dimmed">
              {t('skipped', { message })}
            </Text>
          ))}
          <Button
            onClick={() => generate.mutate()}
            loading={generate.isPending}
            disabled={preview.data.added.length + preview.data.changed.length === 0}
          >
            {t('submit', { count: preview.data.added.length })}
          </Button>
        </Stack>
      )}
    </Dialog>
  );
}
