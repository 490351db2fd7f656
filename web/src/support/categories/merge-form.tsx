import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { changeCategory } from './acts.js';
import { offeredAnywhere, type Category } from './use-categories.js';

/** A form that merges a category into another one. */
export function MergeForm({
  category,
  categories,
  onClose,
}: {
  category: Category;
  categories: readonly Category[];
  onClose: () => void;
}) {
  const t = useTranslations('categories');
  const [intoId, setIntoId] = useState('');
  const others = offeredAnywhere(categories).filter(({ id }) => id !== category.id);
  const { label: name } = category;
  const merge = useAct({
    run: () => changeCategory(category, { mergedIntoId: intoId }),
    said: () => t('merged', { name, into: others.find(({ id }) => id === intoId)?.label ?? '' }),
    undo: (merged) => changeCategory(merged, { mergedIntoId: null }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('mergeOf', { name })} onClose={onClose}>
      <Form act={merge} submit={t('merge')}>
        <Text size="sm">{t('mergeHint')}</Text>
        <CategorySelect label={t('into')} value={intoId} onChange={setIntoId} categories={others} required />
      </Form>
    </Dialog>
  );
}

export function CategorySelect({
  label,
  value,
  onChange,
  categories,
  required = false,
}: {
  label: string;
  value: string;
  onChange: (id: string) => void;
  categories: readonly Category[];
  required?: boolean;
}) {
  const t = useTranslations('categories');
  return (
    <NativeSelect
      label={label}
      required={required}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: '', label: t('choose') },
        ...categories.map((one) => ({ value: one.id, label: one.label })),
      ]}
    />
  );
}
