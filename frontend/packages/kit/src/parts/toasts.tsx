import { Button } from '@mantine/core';
import { IconAlertTriangleFilled, IconInfoCircleFilled, IconX } from '@tabler/icons-react';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from './icon-button';
import classes from './toasts.module.css';

export interface Toast {
  tone: 'info' | 'error';
  text: string;
  /** What can be done about it, as to take it back; the message goes with it. */
  action?: { label: string; run: () => void };
}

type Show = (toast: Toast) => void;
const ToastContext = createContext<Show>(() => undefined);

/** How long a word of success stays, and one of failure, which takes longer to understand. */
const STAY: Record<Toast['tone'] | 'action', number> = { info: 6000, error: 15_000, action: 20_000 };

/** Shows short messages over a corner of the page, whatever page is open. `standing` are those that stay until dismissed. */
export function ToastHost({ children, standing }: { children: ReactNode; standing?: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const [next] = useState(() => ({ id: 0 }));
  const show = useCallback<Show>(
    (toast) => setToasts((all) => [...all.filter((t) => t.text !== toast.text).slice(-3), { ...toast, id: next.id++ }]),
    [next],
  );
  const drop = useCallback((id: number) => setToasts((all) => all.filter((t) => t.id !== id)), []);
  const shown = useMemo(() => toasts.map((toast) => <Passing key={toast.id} toast={toast} onDone={drop} />), [toasts, drop]);
  return (
    <ToastContext value={show}>
      {children}
      <div className={classes.area}>
        {standing}
        {shown}
      </div>
    </ToastContext>
  );
}

/** Shows a message. */
export function useToast(): Show {
  return use(ToastContext);
}

function Passing({ toast, onDone }: { toast: Toast & { id: number }; onDone: (id: number) => void }) {
  const { t } = useText();
  const { id, tone, action } = toast;
  const stay = STAY[action ? 'action' : tone];
  useEffect(() => {
    const timer = setTimeout(() => onDone(id), stay);
    return () => clearTimeout(timer);
  }, [id, stay, onDone]);
  return (
    <ToastCard tone={tone} close={t('part.close')} onClose={() => onDone(id)}>
      <span>{toast.text}</span>
      {action ? (
        <Button
          className={classes.action}
          size="compact-xs"
          variant="default"
          onClick={() => {
            onDone(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
    </ToastCard>
  );
}

interface CardProps {
  tone: Toast['tone'];
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/** One message with its mark and a button that takes it away. */
export function ToastCard({ tone, close, onClose, children }: CardProps) {
  const Glyph = tone === 'error' ? IconAlertTriangleFilled : IconInfoCircleFilled;
  return (
    <div className={classes.toast} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Glyph className={classes.icon} size={18} aria-hidden />
      <div className={classes.text}>{children}</div>
      <IconButton icon={IconX} name={close} onClick={onClose} />
    </div>
  );
}
