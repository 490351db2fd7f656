import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { usePages } from '../../api/pages.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { FIELDS, type Field } from './mapping.js';
import { remarksOf, saveRemarks, type Import, type RemarkKind } from './queries.js';

const SHOWN = 50;
const NAMED: readonly string[] = Object.values(FIELDS).flat();

/** The lines that an import rejected or accepted with a warning, to read here or save as a file. */
export function Remarks({
  of,
  kind,
  startsOpen = false,
}: {
  of: Import;
  kind: RemarkKind;
  startsOpen?: boolean;
}) {
  const t = useTranslations('imports');
  const write = useRemarkText();
  const [isOpen, setOpen] = useState(startsOpen);
  const count = { rejected: of.rejectedCount, warning: of.warningCount, kept: of.kept }[kind];
  const save = useAct({
    run: () => saveRemarks(of, kind, [t('line'), t('code'), t('why')], write),
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(`${kind}.${isOpen ? 'hide' : 'show'}`, { count })}
        </Button>
        {isOpen && (
          <Button size="sm" variant="default" onClick={() => save.mutate()} loading={save.isPending}>
            {t(`${kind}.save`)}
          </Button>
        )}
      </Group>
      {isOpen && <Lines of={of} kind={kind} write={write} />}
    </Stack>
  );
}

type Write = (remark: Schemas['ImportRemarkDto']) => string;

function Lines({ of: { id }, kind, write }: { of: Import; kind: RemarkKind; write: Write }) {
  const t = useTranslations('imports');
  const isOfLines = kind !== 'kept';
  const query = usePages({
    queryKey: ['support-import', id, 'remarks', kind],
    page: (cursor) => remarksOf(id, kind, SHOWN, cursor),
  });
  return (
    <Loaded query={query} rows={2}>
      {(remarks) => (
        <>
          <table className="data" aria-label={t(`${kind}.title`)}>
            <thead>
              <tr>
                {isOfLines && (
                  <th scope="col" className="number">
                    {t('line')}
                  </th>
                )}
                <th scope="col">{t('why')}</th>
              </tr>
            </thead>
            <tbody>
              {remarks.map((remark, index) => (
                <tr key={index}>
                  {isOfLines && <td className="number">{remark.line ?? '–'}</td>}
                  <td>
                    <Text size="sm">{write(remark)}</Text>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ShowMore pages={query} />
        </>
      )}
    </Loaded>
  );
}

/** The server's sentence, with the field names of the form. */
function useRemarkText(): Write {
  const t = useTranslations('imports');
  return ({ message }) =>
    message.replace(/^\w+/, (word) => (NAMED.includes(word) ? t(`fields.${word as Field}`) : word));
}
