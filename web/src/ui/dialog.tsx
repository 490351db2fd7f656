import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** On top of its page until it is closed, by its button, by Escape or by a tap beside it. */
export function Dialog({
  title,
  onClose,
  size = 'md',
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  size?: NonNullable<ModalProps['size']>;
  children: ReactNode;
}) {
  const t = useTranslations('dialog');
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t('close') }}>
      {children}
    </Modal>
  );
}
