import { Button } from '@mantine/core';
import { useBlocker, useRouterState } from '@tanstack/react-router';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import { useText, type Key } from '../i18n';
import { IconButton, Sheet } from '../parts';
import { useMay } from '../viewer';
import { ConflictDialog } from './conflict-dialog';
import { DeleteDialog } from './delete-dialog';
import { Dialog } from './dialog';
import { FormContext } from './form-context';
import { HistoryTab } from './history-tab';
import classes from './record.module.css';
import type { Recorded, RecordNoun } from './types';
import { useEditor, useForget, type Editor } from './use-editor';
import { UsesTab } from './uses-tab';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  record: T;
  isNew: boolean;
  gone: boolean;
  onOpen: (id: string) => void;
  onClose: () => void;
}

const TABS = { fields: 'record.fields', history: 'record.history', uses: 'record.uses' } as const satisfies Record<string, Key>;
type Tab = keyof typeof TABS;

/** The form of a record with what saves it, its history, and where it is used. */
export function RecordForm<T extends Recorded>({ noun, record, isNew, gone, onOpen, onClose }: Props<T>) {
  const { t } = useText();
  const [tab, setTab] = useState<Tab>('fields');
  const [deleting, setDeleting] = useState(false);
  const leave = useRef(false);
  const onMade = useCallback(
    (id: string) => {
      leave.current = true;
      onOpen(id);
    },
    [onOpen],
  );
  const editor = useEditor({ noun, record, isNew, gone, onMade });
  const { form, shared, dirty } = editor;
  const mayDelete = useMay(noun.edit) && !isNew && !gone && !noun.without?.includes('delete') && !noun.kept?.(record);
  useCtrlS(editor.save);
  useFirstField(isNew);
  return (
    <Sheet
      wide={noun.wide}
      title={isNew ? t('record.newOf', { one: t(noun.text.one) }) : noun.rowName(record)}
      note={dirty ? <Unsaved /> : shared.readOnly ? <span className={classes.dim}>{t('record.readOnly')}</span> : null}
      tools={
        <>
          {noun.Tools && !isNew ? <noun.Tools record={record} /> : null}
          {mayDelete ? <IconButton icon={IconTrash} name={t('record.delete')} onClick={() => setDeleting(true)} /> : null}
        </>
      }
      onClose={onClose}
      foot={shared.readOnly ? null : <Foot editor={editor} isNew={isNew} gone={gone} />}
    >
      {isNew ? null : <Tabs tab={tab} onTab={setTab} />}
      <div hidden={tab !== 'fields'} role={isNew ? undefined : 'tabpanel'} aria-label={t('record.fields')}>
        <FormProvider {...form}>
          <FormContext value={shared}>
            <form
              id="record-form"
              className={classes.form}
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                editor.save();
              }}
            >
              <Banners editor={editor} gone={gone} />
              {noun.Aside && !isNew ? <noun.Aside record={record} /> : null}
              <noun.Form record={record} isNew={isNew} readOnly={shared.readOnly} />
            </form>
          </FormContext>
        </FormProvider>
      </div>
      {tab === 'history' ? (
        <div role="tabpanel" aria-label={t('record.history')}>
          <HistoryTab noun={noun} id={record.id} />
        </div>
      ) : tab === 'uses' ? (
        <div role="tabpanel" aria-label={t('record.uses')}>
          <UsesTab noun={noun} id={record.id} />
        </div>
      ) : null}
      {editor.conflict ? <ConflictDialog noun={noun} by={editor.by} all={editor.conflict} secrets={editor.secrets} onDone={editor.resolve} onClose={() => editor.compare(false)} /> : null}
      {deleting ? (
        <DeleteDialog
          noun={noun}
          record={record}
          onDeleted={() => {
            leave.current = true;
            onClose();
          }}
          onClose={() => setDeleting(false)}
        />
      ) : null}
      <Guard dirty={dirty && !gone} leave={leave} noun={noun} id={isNew ? 'new' : record.id} editor={editor} />
    </Sheet>
  );
}

function Unsaved() {
  const { t } = useText();
  return (
    <span className={classes.unsaved} role="status">
      <span className={classes.dot} aria-hidden />
      {t('record.unsaved')}
    </span>
  );
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useText();
  const names = Object.keys(TABS) as Tab[];
  return (
    <div
      className={classes.tabs}
      role="tablist"
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        const next = names[(names.indexOf(tab) + by + names.length) % names.length]!;
        onTab(next);
        event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
      }}
    >
      {names.map((name) => (
        <button key={name} type="button" role="tab" data-tab={name} aria-selected={tab === name} tabIndex={tab === name ? 0 : -1} className={classes.tab} onClick={() => onTab(name)}>
          {t(TABS[name])}
        </button>
      ))}
    </div>
  );
}

function Foot({ editor, isNew, gone }: { editor: Editor; isNew: boolean; gone: boolean }) {
  const { t } = useText();
  return (
    <>
      {gone ? (
        <Button size="xs" loading={editor.busy} onClick={editor.saveAsNew}>
          {t('record.saveAsNew')}
        </Button>
      ) : (
        <Button size="xs" title={t('record.saveKey')} disabled={!editor.dirty && !isNew} loading={editor.busy} onClick={editor.save}>
          {t('record.save')}
        </Button>
      )}
      <Button size="xs" variant="default" disabled={!editor.dirty || editor.busy || gone} onClick={editor.discard}>
        {t('record.discard')}
      </Button>
      {editor.rest.length > 0 ? (
        <span role="alert" className={classes.footFault}>
          {editor.rest.join(' ')}
        </span>
      ) : null}
    </>
  );
}

/** What one should know before going on typing. */
function Banners({ editor, gone }: { editor: Editor; gone: boolean }) {
  const { t } = useText();
  if (gone) return <Banner>{t(editor.dirty ? 'record.goneDirty' : 'record.gone')}</Banner>;
  return (
    <>
      {editor.behind ? (
        <Banner>
          {editor.by ? t('record.changedBy', { name: editor.by }) : t('record.changed')}
          <Button size="compact-xs" variant="default" onClick={() => editor.compare(true)}>
            {t('record.compare')}
          </Button>
        </Banner>
      ) : editor.restored ? (
        <Banner>{t('record.restored')}</Banner>
      ) : null}
    </>
  );
}

function Banner({ children }: { children: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      {children}
    </div>
  );
}

interface GuardProps<T extends Recorded> {
  dirty: boolean;
  /** Set when the form is left on purpose. */
  leave: React.RefObject<boolean>;
  noun: RecordNoun<T>;
  id: string;
  editor: Editor;
}

/** Nobody loses what was typed by a click beside it. */
function Guard<T extends Recorded>({ dirty, leave, noun, id, editor }: GuardProps<T>) {
  const { t } = useText();
  const forget = useForget(noun, id);
  const here = useRouterState({ select: (state) => state.location.pathname });
  const blocked = useBlocker({
    shouldBlockFn: ({ next }) => dirty && !leave.current && next.pathname !== here,
    enableBeforeUnload: () => dirty && !leave.current,
    withResolver: true,
  });
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
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              forget();
              editor.discard();
              leave.current = true;
              blocked.proceed();
            }}
          >
            {t('record.leaveAnyway')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{t('record.leaveHint', { count: editor.changed.length })}</p>
    </Dialog>
  );
}

/** Ctrl+S saves, wherever the focus is; the browser's own answer to it is of no use here. */
function useCtrlS(save: () => void): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      // What is typed is in the form when the field is left.
      if (document.activeElement instanceof HTMLElement && document.activeElement.closest('#record-form')) document.activeElement.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
      if (!document.querySelector('[aria-modal="true"]')) latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** A new record is typed at once. */
function useFirstField(isNew: boolean): void {
  useEffect(() => {
    if (isNew) document.querySelector<HTMLElement>('#record-form input:not([type=hidden]):not([type=checkbox])')?.focus();
  }, [isNew]);
}
