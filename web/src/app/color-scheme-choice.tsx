import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslations } from 'use-intl';

export function ColorSchemeChoice() {
  const t = useTranslations('nav');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (value: string): void => setColorScheme(value as MantineColorScheme);
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={t('theme')}
      value={colorScheme}
      onChange={choose}
      data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`themes.${value}`) }))}
    />
  );
}
