import type { ModalProps } from '@mantine/core';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useNotices } from './notices.js';

const STILL_MILLIS = 2_000;

let Modal: ComponentType<ModalProps> | null = null;
const load = async (): Promise<void> => {
  Modal = (await import('./modal.js')).default;
};

// The page renders without the dialog's code; the code loads before somebody taps, so that it works without a
// network too.
setTimeout(() => void load().catch(() => undefined), STILL_MILLIS);

/** Focus returns to what opened the dialog or, when that is gone, to the page's heading. */
function goBackTo(opener: Element | null): void {
  setTimeout(() => {
    const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
    (isThere ? opener : document.querySelector<HTMLElement>('h1'))?.focus();
  });
}

/** Shown above its page until it is closed by its button, Escape or a tap outside. */
export function Dialog({
  title,
  onClose,
  size = 'md',
  isFirm = false,
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  size?: NonNullable<ModalProps['size']>;
  /** A tap outside does not close it, because its content is shown only once. */
  isFirm?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations('dialog');
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => goBackTo(opener), [opener]);
  const notices = useNotices();
  const [isThere, setThere] = useState(Modal !== null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (!isThere)
      load().then(
        () => setThere(true),
        () => setMissing(true),
      );
  }, [isThere]);
  useEffect(() => {
    if (!isMissing) return;
    notices.failToLoad();
    onClose();
  }, [isMissing, notices, onClose]);
  if (!isThere || !Modal) return null;
  return (
    <Modal
      opened
      closeOnClickOutside={!isFirm}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {/* The first focus: not the close button, and not a field, which would open a phone's keyboard. */}
      <div tabIndex={-1} data-autofocus className="dialog-body">
        {children}
      </div>
    </Modal>
  );
}
