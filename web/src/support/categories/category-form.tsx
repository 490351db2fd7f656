import { Checkbox, Fieldset, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { addCategory, changeCategory, removeCategory } from './acts.js';
import { isShownAt, type Category } from './use-categories.js';

const LEVELS = ['1', '2', '3', '4', '5', '6'];

/** A form for a new category or an existing one. Who may not change it says where it is offered. */
export function CategoryForm({ onClose, ...props }: { category: Category | null; onClose: () => void }) {
  const t = useTranslations('categories');
  const isAdmin = useMe().role === 'admin';
  const { locations } = useLocations();
  const category = useOpened(props.category);
  const [label, setLabel] = useState(category?.label ?? '');
  const [level, setLevel] = useState(String(category?.readLevel ?? ''));
  const [directional, setDirectional] = useState(category?.directional ?? false);
  const [everywhere, setEverywhere] = useState(category?.everywhere ?? isAdmin);
  const [shown, setShown] = useState(
    locations.filter(({ id }) => category === null || isShownAt(category, id)).map(({ id }) => id),
  );
  const mayChange = category?.mayChange ?? true;
  const placesOf = (isShown: (id: string) => boolean): Schemas['ChangedCategoryPlaceDto'][] =>
    locations.map(({ id }) => ({ locationId: id, shown: isShown(id) === everywhere ? null : isShown(id) }));
  const places = placesOf((id) => shown.includes(id));
  const body = {
    ...(mayChange && { label, readLevel: level === '' ? null : Number(level), directional }),
    ...(isAdmin && { everywhere }),
    locations: places,
  };
  const save = useAct({
    run: () => (category ? changeCategory(category, body) : addCategory({ ...body, label, everywhere })),
    said: (saved) => t(category ? 'saved' : 'added', { name: saved.label }),
    undo: (saved) =>
      category ? changeCategory(saved, formerOf(category, isAdmin, locations)) : removeCategory(saved),
    inForm: true,
    done: onClose,
  });
  const title = category ? t(mayChange ? 'changeOf' : 'where', { name: category.label }) : t('add');
  return (
    <Dialog title={title} onClose={onClose}>
      <Form act={save} submit={category ? t('save') : t('add')}>
        {mayChange && (
          <>
            <TextField
              label={t('label')}
              {...(category && { description: t('labelHint', { word: category.name }) })}
              value={label}
              onChange={setLabel}
            />
            <NativeSelect
              label={t('levelField')}
              description={t('levelHint')}
              value={level}
              onChange={({ currentTarget }) => setLevel(currentTarget.value)}
              data={[{ value: '', label: t('noLevel') }, ...LEVELS.map((value) => ({ value, label: value }))]}
            />
            <Checkbox
              size="md"
              label={t('directional')}
              description={t('directionalHint')}
              checked={directional}
              onChange={({ currentTarget }) => setDirectional(currentTarget.checked)}
            />
          </>
        )}
        <Fieldset legend={t('deskLegend')}>
          <Stack gap="xs">
            {locations.map(({ id, name }) => (
              <Checkbox
                key={id}
                size="md"
                label={name}
                checked={shown.includes(id)}
                onChange={({ currentTarget }) =>
                  setShown(currentTarget.checked ? [...shown, id] : shown.filter((one) => one !== id))
                }
              />
            ))}
            {isAdmin && (
              <Checkbox
                size="md"
                label={t('later')}
                checked={everywhere}
                onChange={({ currentTarget }) => setEverywhere(currentTarget.checked)}
              />
            )}
          </Stack>
        </Fieldset>
      </Form>
    </Dialog>
  );
}

/** What a category was before a change. */
const formerOf = (
  { label, readLevel, directional, everywhere, locations, mayChange }: Category,
  isAdmin: boolean,
  all: readonly { id: string }[],
): Schemas['UpdateSupportCategoryDto'] => ({
  ...(mayChange && { label, readLevel, directional }),
  ...(isAdmin && { everywhere }),
  locations: all.map(({ id }) => ({
    locationId: id,
    shown: locations.find(({ locationId }) => locationId === id)?.shown ?? null,
  })),
});
