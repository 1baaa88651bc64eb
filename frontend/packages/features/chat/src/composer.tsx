import { IconBold, IconFile, IconLetterA, IconPaperclip, IconSend2, IconX } from '@tabler/icons-react';
import { IconButton, isComposing, useText, useToast } from '@yobirin/kit';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import classes from './chat.module.css';
import { MAX_FILE, MAX_FILES, MAX_TEXT, type Attachment } from './model';
import { useChat, useChatState } from './provider';

/** Characters from which on their number is shown. */
const COUNT_FROM = MAX_TEXT - 400;

/** Attaches files to what is being written, and says which ones cannot be. */
export function useAttach(id: string) {
  const { t } = useText();
  const { store } = useChat();
  const toast = useToast();
  return (files: readonly File[]) => {
    const large = files.find((file) => file.size > MAX_FILE);
    if (large) toast({ tone: 'error', text: t('chat.tooLarge', { name: large.name }) });
    if (store.draft(id).files.length + files.length > MAX_FILES) toast({ tone: 'error', text: t('chat.tooMany') });
    store.attach(id, files.filter((file) => file.size <= MAX_FILE));
  };
}

/** Where a message is written: Enter sends, Shift+Enter begins a line, an input method's Enter does neither. */
export function Composer({ id }: { id: string }) {
  const { t } = useText();
  const { store } = useChat();
  useChatState((s) => s.drafts.get(id));
  const draft = store.draft(id);
  const attach = useAttach(id);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const length = [...draft.text].length;
  const long = length > MAX_TEXT;
  useGrowing(area, draft.text);
  useEffect(() => area.current?.focus({ preventScroll: true }), [id]);
  const send = () => {
    if (!long) store.send(id);
    area.current?.focus({ preventScroll: true });
  };
  const onKey = (event: KeyboardEvent) => {
    // 229: WebKit ends the composition before it tells of the key that ended it.
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={classes.composer}>
      {draft.files.length > 0 ? (
        <ul className={classes.attached}>
          {draft.files.map((file) => (
            <Attached key={file.key} file={file} onRemove={() => store.detach(id, file.key)} />
          ))}
        </ul>
      ) : null}
      <textarea
        ref={area}
        className={classes.area}
        data-bold={draft.bold || undefined}
        data-red={draft.red || undefined}
        rows={1}
        value={draft.text}
        placeholder={t('chat.write')}
        aria-label={t('chat.writeLabel')}
        aria-invalid={long || undefined}
        dir="auto"
        onChange={(event) => store.write(id, { text: event.currentTarget.value })}
        onKeyDown={onKey}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          attach(files);
        }}
      />
      <div className={classes.tools}>
        <IconButton className={classes.mark} icon={IconBold} name={t('chat.bold')} aria-pressed={draft.bold} onClick={() => store.write(id, { bold: !draft.bold })} />
        <IconButton className={classes.markRed} icon={IconLetterA} name={t('chat.red')} aria-pressed={draft.red} onClick={() => store.write(id, { red: !draft.red })} />
        <IconButton icon={IconPaperclip} name={t('chat.attach')} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attach([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        {length > COUNT_FROM ? (
          <span className={classes.length} data-long={long || undefined} role="status" aria-label={t('chat.tooLong', { count: length, max: MAX_TEXT })}>
            {length}/{MAX_TEXT}
          </span>
        ) : null}
        <IconButton className={classes.send} icon={IconSend2} name={t('chat.send')} onClick={send} />
      </div>
    </div>
  );
}

function Attached({ file, onRemove }: { file: Attachment; onRemove: () => void }) {
  const { t } = useText();
  return (
    <li className={classes.chip} data-status={file.status}>
      <IconFile size={14} aria-hidden />
      <span className={classes.fileName} title={file.detail ?? file.name}>
        {file.name}
      </span>
      {file.status === 'uploading' ? <span className={classes.spinner} role="status" aria-label={t('chat.uploading', { name: file.name })} /> : null}
      {file.status === 'failed' ? <span role="alert">{file.detail}</span> : null}
      <IconButton icon={IconX} iconSize={13} name={t('chat.detach', { name: file.name })} onClick={onRemove} />
    </li>
  );
}

/** The field is as high as its text, within limits. */
function useGrowing(ref: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(160, area.scrollHeight + 2)}px`;
  }, [ref, text]);
}
