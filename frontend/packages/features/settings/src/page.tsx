import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Together, useText, useViewer } from '@yobirin/kit';
import { Dialog } from '@yobirin/kit/record';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SECTIONS, type SectionId } from './sections';
import classes from './settings.module.css';

/** 設定: the site's own, in sections with an index; each is saved by itself. */
export function Page() {
  const { t } = useText();
  const { permissions } = useViewer();
  const sections = useMemo(() => SECTIONS.filter(({ needs }) => permissions.includes(needs ?? 'settings.see')), [permissions]);
  const [dirty, setDirty] = useState<ReadonlySet<SectionId>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const here = useHere(body);
  const mark = useCallback((id: SectionId, on: boolean) => setDirty((all) => (all.has(id) === on ? all : new Set(on ? [...all, id] : [...all].filter((x) => x !== id)))), []);
  const go = (id: SectionId) => {
    const section = body.current?.querySelector<HTMLElement>(`[data-section="${id}"]`);
    section?.scrollIntoView({ block: 'start' });
    section?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1>{t('settings.title')}</h1>
        <span className={classes.quiet}>{t('settings.atOnce')}</span>
      </header>
      <div className={classes.columns}>
        <nav className={classes.index} aria-label={t('settings.index')}>
          {sections.map(({ id, icon: Glyph, title }) => (
            <button key={id} type="button" aria-current={here === id ? 'true' : undefined} onClick={() => go(id)}>
              <Glyph size={16} stroke={1.7} aria-hidden />
              <span>{t(title)}</span>
              {dirty.has(id) ? <i role="img" aria-label={t('record.unsaved')} /> : null}
            </button>
          ))}
        </nav>
        <div className={classes.body} ref={body} tabIndex={0} role="region" aria-label={t('settings.title')}>
          <Together>
            {sections.map(({ id, Section }) => (
              <div key={id} data-section={id} tabIndex={-1} className={classes.slot}>
                <Section onDirty={(on) => mark(id, on)} />
              </div>
            ))}
          </Together>
        </div>
      </div>
      <Guard dirty={dirty.size} />
    </div>
  );
}

/** The section that is in sight. */
function useHere(body: React.RefObject<HTMLDivElement | null>): SectionId {
  const [here, setHere] = useState<SectionId>(SECTIONS[0]!.id);
  useEffect(() => {
    const box = body.current;
    if (!box) return undefined;
    const look = () => {
      const top = box.getBoundingClientRect().top;
      const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
      const slots = [...box.querySelectorAll<HTMLElement>('[data-section]')];
      const past = slots.filter((slot) => slot.getBoundingClientRect().top - top < 120);
      setHere(((atEnd ? slots.at(-1) : past.at(-1)) ?? slots[0])?.dataset['section'] as SectionId);
    };
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [body]);
  return here;
}

function Guard({ dirty }: { dirty: number }) {
  const { t } = useText();
  const blocked = useBlocker({ shouldBlockFn: () => dirty > 0, enableBeforeUnload: () => dirty > 0, withResolver: true });
  if (blocked.status !== 'blocked') return null;
  return (
    <Dialog
      title={t('record.leave')}
      onClose={blocked.reset}
      foot={
        <>
          <Button size="xs" data-autofocus onClick={blocked.reset}>
            {t('record.goOn')}
          </Button>
          <Button size="xs" variant="default" onClick={blocked.proceed}>
            {t('record.leaveAnyway')}
          </Button>
        </>
      }
    >
      <p className={classes.quiet}>{t('settings.leave', { count: dirty })}</p>
    </Dialog>
  );
}
