import { Input, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { useMe } from '../../api/me.js';
import { withActivityTexts } from '../../i18n/activity-texts.js';
import { currentSecond } from '../../time/clock.js';
import { inZone } from '../../time/local-time.js';
import { NumberField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { send, takeBack } from '../outgoing-queue.js';
import { COUNTED_BY_HAND } from './series.js';

const PATH = '/api/v1/activity';
const MOST = 100_000;

interface Props {
  locationId: string;
  zone: string;
  onDone: () => void;
}

/** Counts people or workstations in use, now. */
export const CountPeople = withActivityTexts(function CountPeople({ locationId, zone, onDone }: Props) {
  const t = useTranslations('counting');
  const me = useMe();
  const areas = useId();
  const [series, setSeries] = useState<(typeof COUNTED_BY_HAND)[number]>('headcount');
  const [area, setArea] = useState('');
  const [number, setNumber] = useState('');
  // The areas that were counted here lately.
  const { data: known = [] } = useQuery({
    queryKey: ['activity-count', 'areas', locationId],
    queryFn: async () => {
      const { items } = await ask(api.GET(PATH, { params: { query: { locationId, limit: 100 } } }));
      return [...new Set(items.filter((one) => one.series !== 'gate').map((one) => one.area))].sort();
    },
  });
  const count = useAct({
    run: () => {
      const body = {
        locationId,
        series,
        at: inZone(currentSecond(), zone),
        area: area.trim(),
        count: Number(number),
      };
      return send(me.id, PATH, body, t('label', { series }));
    },
    said: ({ answer }) =>
      answer === null
        ? t('keptForLater')
        : t('counted', { series, count: Number(number), area: area.trim() || 'none' }),
    undo: async ({ item }) => {
      const made = (await takeBack(item)) as Schemas['ActivityDto'] | null;
      if (made) await ask(api.DELETE('/api/v1/activity/{id}', { params: { path: { id: made.id } } }));
    },
    done: onDone,
    inForm: true,
  });
  return (
    <Form act={count} submit={t('submit')} className="card">
      <Input.Wrapper label={t('what')} labelElement="div" id="series" size="md">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-labelledby="series-label"
          className="tap-row"
          value={series}
          onChange={(value) => setSeries(value)}
          data={COUNTED_BY_HAND.map((value) => ({ value, label: t(`series.${value}`) }))}
        />
      </Input.Wrapper>
      <TextInput
        label={t('area')}
        description={t('areaHint')}
        value={area}
        onChange={({ currentTarget }) => setArea(currentTarget.value)}
        maxLength={100}
        list={areas}
      />
      <datalist id={areas}>
        {known.filter(Boolean).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <NumberField label={t('count')} value={number} onChange={setNumber} min={0} max={MOST} step={1} />
    </Form>
  );
});
