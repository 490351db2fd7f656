import { NativeSelect, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ENCODINGS, type Encoding } from '../../../../src/domain/tables/encoding.js';
import { DELIMITERS, type Delimiter } from '../../../../src/domain/tables/record-cutter.js';
import { DATE_ORDERS, type DateOrder } from '../../../../src/domain/written-dates.js';
import type { CsvHead, GivenReading } from './csv.js';
import type { Draft } from './mapping.js';

const DELIMITER_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
const AUTO = '';

/** The name of a separator. */
export function useReadingNames() {
  const t = useTranslations('imports');
  return {
    delimiterName: (delimiter: Delimiter) => t(`delimiters.${DELIMITER_NAMES[delimiter]}`),
    encodingName: (encoding: Encoding) => t(`encodings.${encoding}`),
    orderName: (order: DateOrder) => t(`dateOrders.${order}`),
  };
}

/** How the file was detected to be laid out, and fields to change it. */
export function ReadingOptions({
  head,
  draft,
  isUnreadable,
  onReading,
  onChange,
}: {
  head: CsvHead;
  draft: Draft;
  isUnreadable: boolean;
  onReading: (given: GivenReading) => void;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const t = useTranslations('imports');
  const { delimiterName, encodingName, orderName } = useReadingNames();
  const [isOpen, setOpen] = useState(false);
  const found = (name: string) => ({ value: AUTO, label: t('foundAs', { name }) });
  return (
    <details open={isOpen || isUnreadable} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {t('readAs', {
          delimiter: delimiterName(head.delimiter),
          encoding: encodingName(head.encoding),
          line: head.headerLine,
        })}
      </summary>
      {isUnreadable && <Text role="alert">{t('unreadable')}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        <NativeSelect
          label={t('delimiter')}
          value={draft.delimiter ?? AUTO}
          onChange={({ currentTarget: { value } }) =>
            onReading({ delimiter: (value || undefined) as Delimiter | undefined })
          }
          data={[
            draft.delimiter ? { value: AUTO, label: t('findIt') } : found(delimiterName(head.delimiter)),
            ...DELIMITERS.map((value) => ({ value, label: delimiterName(value) })),
          ]}
        />
        <HeaderLine line={draft.headerLine ?? head.headerLine} onReading={onReading} />
        <NativeSelect
          label={t('encoding')}
          value={draft.encoding ?? AUTO}
          onChange={({ currentTarget: { value } }) =>
            onReading({ encoding: (value || undefined) as Encoding | undefined })
          }
          data={[
            draft.encoding ? { value: AUTO, label: t('findIt') } : found(encodingName(head.encoding)),
            ...ENCODINGS.map((value) => ({ value, label: encodingName(value) })),
          ]}
        />
        <NativeSelect
          label={t('dateOrder')}
          value={draft.dateOrder ?? AUTO}
          onChange={({ currentTarget: { value } }) =>
            onChange({ dateOrder: (value || undefined) as DateOrder | undefined })
          }
          data={[
            { value: AUTO, label: t('byTheFile') },
            ...DATE_ORDERS.map((value) => ({ value, label: orderName(value) })),
          ]}
        />
      </SimpleGrid>
    </details>
  );
}

const LAST_LINE = 100;

/** The number as typed; the file is read again for each one that may be a line. */
function HeaderLine({ line, onReading }: { line: number; onReading: (given: GivenReading) => void }) {
  const t = useTranslations('imports');
  const [typed, setTyped] = useState<string | null>(null);
  const change = (value: string): void => {
    setTyped(value);
    const headerLine = Number(value);
    if (headerLine >= 1 && headerLine <= LAST_LINE) onReading({ headerLine });
  };
  return (
    <TextInput
      label={t('headerLine')}
      type="number"
      min={1}
      max={LAST_LINE}
      value={typed ?? line}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
