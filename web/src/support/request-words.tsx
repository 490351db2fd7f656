import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSettings } from '../api/lookups.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { offeredAt, useCategories } from './categories/use-categories.js';
import { changeRequest, type Request } from './request-acts.js';

/** The words of a request: what, where, what about, and who asks. Those that a source tells are changed there. */
export function RequestWords(props: { request: Request; onDone: () => void }) {
  const t = useTranslations('request');
  const desk = useTranslations('desk');
  const request = useOpened(props.request);
  const { categories, nameOf } = useCategories();
  const { requesterDays } = useSettings();
  const [title, setTitle] = useState(request.title ?? '');
  const [workstation, setWorkstation] = useState(request.workstation ?? '');
  const [requester, setRequester] = useState(request.requester ?? '');
  const [category, setCategory] = useState(request.category ?? '');
  const before = {
    ...(!request.collected && { title: request.title, category: request.category }),
    workstation: request.workstation,
    requester: request.requester,
  };
  const save = useAct({
    run: () =>
      changeRequest(request, {
        ...(!request.collected && { title: title || null, category: category || null }),
        workstation: workstation || null,
        requester: requester || null,
      }),
    said: () => t('saved'),
    undo: (changed) => changeRequest(changed, before),
    inForm: true,
    done: props.onDone,
  });
  const offered = offeredAt(categories, request.locationId).map(({ name, label }) => ({
    value: name,
    label,
  }));
  const isOther = request.category !== null && !offered.some(({ value }) => value === request.category);
  return (
    <Form act={save} submit={t('save')}>
      {!request.collected && (
        <>
          <TextField
            label={desk('what')}
            description={desk('whatHint')}
            required={false}
            value={title}
            onChange={setTitle}
          />
          <NativeSelect
            label={desk('category')}
            value={category}
            onChange={({ currentTarget }) => setCategory(currentTarget.value)}
            data={[
              { value: '', label: desk('noCategory') },
              ...(isOther ? [{ value: request.category!, label: nameOf(request.category) }] : []),
              ...offered,
            ]}
          />
        </>
      )}
      <TextField
        label={desk('where')}
        description={desk('whereHint')}
        required={false}
        value={workstation}
        onChange={setWorkstation}
      />
      <TextField
        label={desk('who')}
        description={desk('whoHint', { days: requesterDays })}
        required={false}
        value={requester}
        onChange={setRequester}
      />
    </Form>
  );
}
