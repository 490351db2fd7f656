import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PRIORITIES, type Priority } from '../../../src/domain/service-clock.js';
import { withRequestTexts } from '../i18n/request-texts.js';

interface Props {
  value: Priority;
  onChange: (priority: Priority) => void;
  disabled?: boolean;
}

/** How urgent a request is. */
export const PriorityField = withRequestTexts(function PriorityField({ value, onChange, disabled }: Props) {
  const t = useTranslations('request');
  return (
    <NativeSelect
      label={t('priority')}
      disabled={disabled}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value as Priority)}
      data={PRIORITIES.map((one) => ({ value: one, label: t(`priorities.${one}`) }))}
    />
  );
});
