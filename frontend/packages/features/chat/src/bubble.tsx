import { IconAlertTriangleFilled, IconBriefcase, IconClock, IconFile, IconPhone, IconUser, type Icon } from '@tabler/icons-react';
import { useText, useTimes } from '@yobirin/kit';
import type { ChatFile, ChatText } from '@yobirin/live';
import { chatFileUrl } from '@yobirin/wire';
import { memo, useMemo } from 'react';
import classes from './chat.module.css';
import type { Pending } from './model';
import { useChat, useReference } from './provider';
import { partsOf, type Noun, type Part } from './text-parts';

interface Props {
  message: ChatText;
  own: boolean;
  /** Shows the author: the first of some messages of one. */
  head: boolean;
  readBy: number;
  /** The one that was looked for. */
  marked: boolean;
}

/** One message. Its text is text, whatever it looks like. */
export const Bubble = memo(function Bubble({ message, own, head, readBy, marked }: Props) {
  const { t } = useText();
  const times = useTimes();
  return (
    <article className={classes.message} data-seq={message.seq} data-own={own || undefined} data-head={head || undefined} data-marked={marked || undefined}>
      {head && !own ? <div className={classes.author}>{message.authorName}</div> : null}
      <div className={classes.line}>
        <div className={classes.bubble}>
          <Words text={message.text} bold={message.bold} red={message.red} />
          <Files files={message.files} />
        </div>
        <div className={classes.meta}>
          {readBy > 0 ? <span>{readBy === 1 ? t('chat.read') : t('chat.readBy', { count: readBy })}</span> : null}
          <time dateTime={new Date(message.at).toISOString()} title={times.short(message.at)}>
            {times.clock(message.at).slice(0, 5)}
          </time>
        </div>
      </div>
    </article>
  );
});

/** A message that is on its way, or did not get there. */
export function PendingBubble({ pending }: { pending: Pending }) {
  const { t } = useText();
  const { store } = useChat();
  const stuck = pending.status !== 'sending';
  return (
    <article className={classes.message} data-own data-pending={pending.status}>
      <div className={classes.line}>
        <div className={classes.bubble}>
          <Words text={pending.text} bold={pending.bold} red={pending.red} />
          {pending.files.map((file) => (
            <div key={file.id} className={classes.file}>
              <IconFile size={15} aria-hidden />
              {file.name}
            </div>
          ))}
        </div>
        <div className={classes.meta}>{stuck ? <IconAlertTriangleFilled size={13} aria-hidden /> : <IconClock size={12} role="img" aria-label={t('chat.sending')} />}</div>
      </div>
      {stuck ? (
        <div className={classes.stuck} role="alert">
          <span>
            {t('chat.unsent')}: {pending.detail || t('chat.unsentWaiting')}
          </span>
          <button type="button" onClick={() => store.retry(pending.ref)}>
            {t('chat.retry')}
          </button>
          <button type="button" onClick={() => store.discard(pending.ref)}>
            {t('chat.discard')}
          </button>
        </div>
      ) : null}
    </article>
  );
}

function Words({ text, bold, red }: { text: string; bold?: boolean; red?: boolean }) {
  const parts = useMemo(() => partsOf(text), [text]);
  if (text === '') return null;
  return (
    <p className={classes.words} data-bold={bold || undefined} data-red={red || undefined} dir="auto">
      {parts.map((part, i) => (
        <Piece key={i} part={part} />
      ))}
    </p>
  );
}

function Piece({ part }: { part: Part }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'link':
      return (
        <a href={part.url} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      );
    case 'ref':
      return <Ref part={part} />;
  }
}

const icons: Record<Noun, Icon> = { call: IconPhone, customer: IconUser, case: IconBriefcase };

/** A reference: a link for those who may see what it stands for, else its bare text (W-CHAT-2). */
function Ref({ part }: { part: Extract<Part, { kind: 'ref' }> }) {
  const { t } = useText();
  const times = useTimes();
  const { onOpen } = useChat();
  const found = useReference(`${part.noun}:${part.id}`);
  const Glyph = icons[part.noun];
  if (!found?.visible || !onOpen) {
    return (
      <span className={classes.ref} data-hidden title={found && !found.visible ? t('chat.refHidden') : undefined}>
        <Glyph size={13} aria-hidden />
        {part.text}
      </span>
    );
  }
  const title = found.title || t(`chat.ref.${part.noun}`);
  return (
    <button type="button" className={classes.ref} title={part.text} aria-label={t('chat.refOpen', { kind: t(`chat.ref.${part.noun}`), title })} onClick={() => onOpen(part.noun, part.id)}>
      <Glyph size={13} aria-hidden />
      {title}
      {found.at ? <span className={classes.refAt}>{times.minute(found.at)}</span> : null}
    </button>
  );
}

function Files({ files }: { files: readonly ChatFile[] | undefined }) {
  const { t } = useText();
  return files?.map((file) => {
    const name = t('chat.file', { name: file.name, size: sizeOf(file.size) });
    return (
      <a key={file.id} className={classes.file} href={chatFileUrl(file.id)} download={file.name} aria-label={name} title={name} data-picture={file.image || undefined}>
        {file.image ? (
          <img src={chatFileUrl(file.id)} alt={t('chat.picture', { name: file.name })} loading="lazy" />
        ) : (
          <>
            <IconFile size={15} aria-hidden />
            <span className={classes.fileName}>{file.name}</span>
            <span className={classes.fileSize}>{sizeOf(file.size)}</span>
          </>
        )}
      </a>
    );
  });
}

/** A size in words: 812 B, 12 KB, 3.4 MB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
