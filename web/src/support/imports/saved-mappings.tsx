import { Alert, Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useLocations } from '../../api/lookups.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import type { CsvHead } from './csv.js';
import { savedMappingOf, type Draft } from './mapping.js';

export type SavedMapping = Schemas['ImportMappingDto'];

function useSavedMappings(): SavedMapping[] {
  const { data = [] } = useQuery({
    // Named like the entity, so that live changes refetch it.
    queryKey: ['import-mapping', 'list'],
    queryFn: async () =>
      (await ask(api.GET('/api/v1/import-mappings', { params: { query: { limit: 200 } } }))).items,
  });
  return data;
}

const isFor = ({ header }: SavedMapping, { columns }: CsvHead): boolean =>
  header.length === columns.length && header.every((name, index) => name === columns[index]);

/** Offers a saved mapping of the same columns first, and all others in a list. */
export function UseSavedMapping({
  head,
  draft,
  onSaved,
}: {
  head: CsvHead;
  draft: Draft;
  onSaved: (saved: SavedMapping) => void;
}) {
  const t = useTranslations('imports.saved');
  const { nameOf } = useLocations();
  const all = useSavedMappings();
  const [used, setUsed] = useState<string | null>(null);
  if (all.length === 0) return null;
  const choose = (saved: SavedMapping): void => {
    setUsed(saved.id);
    onSaved(saved);
  };
  const same = all.filter((saved) => isFor(saved, head));
  const offered = same.find(({ locationId }) => locationId === draft.locationId) ?? same[0];
  return (
    <>
      {offered && used === null && (
        <Alert color="teal" variant="light" title={t('offered', { name: offered.name })}>
          <Text size="sm" mb="xs">
            {t('offeredHint', { location: nameOf(offered.locationId) })}
          </Text>
          <Button onClick={() => choose(offered)}>{t('use', { name: offered.name })}</Button>
        </Alert>
      )}
      <NativeSelect
        label={t('choose')}
        value={used ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const saved = all.find(({ id }) => id === value);
          if (saved) choose(saved);
          else setUsed(null);
        }}
        data={[
          { value: '', label: t('none') },
          ...all.map(({ id, name, locationId }) => ({
            value: id,
            label: `${name} · ${nameOf(locationId)}`,
          })),
        ]}
      />
    </>
  );
}

/** Saves the choices under a name, or in the place of what has that name. */
export function SaveMapping({ head, draft, onClose }: { head: CsvHead; draft: Draft; onClose: () => void }) {
  const t = useTranslations('imports.saved');
  const { nameOf } = useLocations();
  const all = useOpened(useSavedMappings(), ({ length }) => length === 0);
  const here = all.filter(({ locationId }) => locationId === draft.locationId);
  const [name, setName] = useState(here.find((saved) => isFor(saved, head))?.name ?? draft.source);
  const same = here.find((saved) => saved.name.toLowerCase() === name.trim().toLowerCase());
  const act = useAct({
    run: () => {
      const body = { name, mapping: savedMappingOf(draft), header: head.columns };
      return same
        ? ask(
            api.PATCH('/api/v1/import-mappings/{id}', {
              params: { path: { id: same.id }, header: ifMatch(same.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/import-mappings', { body: { ...body, locationId: draft.locationId } }));
    },
    said: () => t('said', { name }),
    inForm: true,
    done: onClose,
  });
  const remove = useAct({
    run: ({ id, version }: SavedMapping) =>
      ask(
        api.DELETE('/api/v1/import-mappings/{id}', {
          params: { path: { id }, header: ifMatch(version) },
        }),
      ),
    said: (_result, saved) => t('removed', { name: saved.name }),
    done: onClose,
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Form
        act={act}
        submit={same ? t('replace', { name: same.name }) : t('submit')}
        also={
          same && (
            <Button
              variant="default"
              type="button"
              loading={remove.isPending}
              onClick={() => remove.mutate(same)}
            >
              {t('remove', { name: same.name })}
            </Button>
          )
        }
      >
        <TextInput
          label={t('name')}
          description={t('nameHint', { location: nameOf(draft.locationId) })}
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}
