import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FINDINGS, type Finding } from '../../../../src/domain/pilots/findings.js';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';

/** Ends a pilot for good, with what was found. */
export function EndForm({ pilot, onClose }: { pilot: Schemas['PilotDto']; onClose: () => void }) {
  const t = useTranslations('pilotLife');
  const [finding, setFinding] = useState<Finding>('successful');
  const [why, setWhy] = useState('');
  const [evidence, setEvidence] = useState('');
  const end = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/pilots/{id}/end', {
          params: { path: { id: pilot.id } },
          ...once(),
          body: { finding, why: why || null, evidence: finding === 'timing' ? evidence : null },
        }),
      ),
    said: () => t('endSaid', { name: pilot.name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('endTitle', { name: pilot.name })} onClose={onClose}>
      <Form act={end} submit={t('end')}>
        <NativeSelect
          label={t('finding')}
          description={t('endHint')}
          value={finding}
          onChange={({ currentTarget }) => setFinding(currentTarget.value as Finding)}
          data={FINDINGS.map((value) => ({ value, label: t(`findings.${value}`) }))}
        />
        {finding === 'timing' && (
          <Textarea
            label={t('evidence')}
            description={t('evidenceHint')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={evidence}
            onChange={({ currentTarget }) => setEvidence(currentTarget.value)}
          />
        )}
        <Textarea
          label={t('why')}
          autosize
          minRows={2}
          maxLength={2000}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}
