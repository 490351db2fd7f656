import { Button, Group, Paper, Text } from '@mantine/core';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from './states.js';

const SECONDS = 8;

interface Notice {
  id: number;
  message: string;
  tone: 'plain' | 'problem';
  undo?: () => Promise<unknown>;
}

interface Notices {
  /** Says what was done; with `undo`, for eight seconds, the way back. */
  say: (message: string, undo?: () => Promise<unknown>) => void;
  fail: (error: unknown) => void;
  /** Takes back what is said, as when its reader leaves. */
  clear: () => void;
}

const Context = createContext<Notices | null>(null);

export function useNotices(): Notices {
  const notices = useContext(Context);
  if (!notices) throw new Error('useNotices() needs NoticesProvider around it');
  return notices;
}

let lastId = 0;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const text = useProblemText();
  const t = useTranslations('notices');
  const show = useCallback((message: string, tone: Notice['tone'], undo?: Notice['undo']) => {
    lastId += 1;
    setNotice({ id: lastId, message, tone, ...(undo && { undo }) });
  }, []);
  const notices = useMemo<Notices>(
    () => ({
      say: (message, undo) => show(message, 'plain', undo),
      fail: (error) => show(text(error), 'problem'),
      clear: () => setNotice(null),
    }),
    [show, text],
  );
  useEffect(() => {
    if (!notice) return undefined;
    const timer = setTimeout(() => setNotice(null), SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [notice]);
  const undo = async (): Promise<void> => {
    const back = notice?.undo;
    setNotice(null);
    try {
      await back?.();
    } catch (error) {
      notices.fail(error);
    }
  };
  return (
    <Context.Provider value={notices}>
      {children}
      <div className="notices" role={notice?.tone === 'problem' ? 'alert' : 'status'} aria-live="polite">
        {notice && (
          <Paper key={notice.id} className="notice" data-tone={notice.tone} shadow="md" p="sm" radius="sm">
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm">{notice.message}</Text>
              <Group gap={4} wrap="nowrap">
                {notice.undo && (
                  <Button size="sm" variant="white" onClick={() => void undo()}>
                    {t('undo')}
                  </Button>
                )}
                <button
                  type="button"
                  className="notice-close"
                  aria-label={t('close')}
                  onClick={() => setNotice(null)}
                >
                  ×
                </button>
              </Group>
            </Group>
          </Paper>
        )}
      </div>
    </Context.Provider>
  );
}
