import { Select } from '@mantine/core';
import { IconFileMusic, IconHash, IconPhoneOutgoing, IconPhoneOff, IconRouteAltLeft, IconUser, IconUsers, IconUsersGroup, IconVolume, IconRecordMail, type Icon } from '@tabler/icons-react';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { IconButton, useText, type Key } from '@yobirin/kit';
import { choiceText, getChoices, PlayButton, useEnter, useTaken, type RecordChoice } from '@yobirin/kit/record';
import { useEffect, useState } from 'react';
import { useEditor } from './editor';
import type { Place } from './ivr';
import classes from './ivrs.module.css';
import { codeOf, dialed, ENDS, NOUNS, placeOf, type NamedKind } from './places';

export const PLACE_ICONS: Readonly<Record<string, Icon>> = {
  group: IconUsers, agent: IconUser, ivr: IconRouteAltLeft, audio: IconFileMusic, transfer: IconPhoneOutgoing, extension: IconHash, conference: IconUsersGroup, hangup: IconPhoneOff,
};

interface Props {
  value: Place | undefined;
  onChange: (place: Place | undefined) => void;
  /** What is chosen here, for those who do not see where it is. */
  label: string;
  readOnly: boolean;
  error?: string;
  /** What happens when nothing is chosen. */
  none?: string;
}

/** Where calls go, found by typing among everything that there is: groups, agents, IVRs, audio files, transfers; digits are an extension or a room. */
export function PlacePicker({ value, onChange, label, readOnly, error, none }: Props) {
  const { t } = useText();
  const { choiceOf } = useEditor();
  const own = useCodeText();
  const { words, setWords, open, setOpen, typing, setTyping, enter, picked, take, data, busy, failed } = useTyped(onChange);
  const code = codeOf(value);
  const known = choiceOf(value);
  const shown = known ? choiceText(known).name : picked?.code === code ? picked.label : own(code);
  const offered = data.some(({ items }) => items.some((item) => item.value === code)) || code === '' ? data : [...data, { group: t('ivrs.chosen'), items: [{ value: code, label: shown }] }];
  const Glyph = PLACE_ICONS[value?.kind ?? ''];
  return (
    <div className={classes.place} data-kind={value?.kind || undefined}>
      <Select
        size="xs"
        className={classes.placeInput}
        aria-label={label}
        data-own=""
        readOnly={readOnly}
        error={error}
        data={offered}
        value={code || null}
        onChange={(next, option) => take(next, option?.label ?? '')}
        searchable
        searchValue={words}
        onSearchChange={setWords}
        onInput={() => {
          setTyping(true);
          enter.forget();
        }}
        dropdownOpened={open}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => {
          setOpen(false);
          setTyping(false);
        }}
        onKeyDown={(event) => enter.onKeyDown(event, typing ? words : undefined)}
        onFocus={(event) => event.currentTarget.select()}
        filter={({ options }) => (typing ? options.filter((part) => !('group' in part) || part.group !== t('ivrs.chosen')) : options)}
        clearable={!readOnly}
        allowDeselect={false}
        placeholder={none ?? (readOnly ? undefined : t('ivrs.search'))}
        nothingFoundMessage={failed ? t('record.choicesFailed') : busy ? t('app.loading') : t('filter.noMatch')}
        withScrollArea={false}
        classNames={LIST}
        leftSection={Glyph ? <Glyph size={14} stroke={1.8} aria-hidden /> : undefined}
        leftSectionWidth={26}
        comboboxProps={COMBOBOX}
        renderOption={({ option }) => <Option code={option.value} label={option.label} note={(option as { note?: string }).note} color={(option as { color?: string }).color} />}
        clearButtonProps={{ 'aria-label': t('ivrs.clearOf', { what: label }) }}
      />
      {value?.kind === 'audio' ? (
        <AudioTools value={value} onChange={onChange} readOnly={readOnly} />
      ) : null}
    </div>
  );
}

/** What is typed into a picker and what it finds. */
function useTyped(onChange: Props['onChange']) {
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const enter = useEnter();
  const [picked, setPicked] = useState<{ code: string; label: string }>();
  const { data, found, busy, failed } = usePlaces(enter.asked ?? (typing ? words.trim() : ''), open || enter.asked !== undefined, enter.asked !== undefined);
  const take = (next: string | null, name: string) => {
    setTyping(false);
    setOpen(false);
    if (next) setPicked({ code: next, label: name });
    onChange(placeOf(next));
  };
  const items = data.flatMap((part) => part.items as { value: string; label: string }[]);
  useTaken(enter, { of: found, busy, first: items[0]?.value }, (first) => take(first, items[0]?.label ?? ''));
  return { words, setWords, open, setOpen, typing, setTyping, enter, picked, take, data, busy, failed };
}

/** Whether a message is recorded after an audio file, and how it sounds. */
function AudioTools({ value, onChange, readOnly }: { value: Place } & Pick<Props, 'onChange' | 'readOnly'>) {
  const { t } = useText();
  return (
    <>
      <IconButton
        icon={value.voicemail ? IconRecordMail : IconVolume}
        className={classes.voicemail}
        name={t(value.voicemail ? 'ivrs.voicemailOn' : 'ivrs.voicemailOff')}
        aria-pressed={value.voicemail === true}
        disabled={readOnly}
        onClick={() => onChange({ ...value, voicemail: value.voicemail ? undefined : true })}
      />
      <span className={classes.play}>
        <PlayButton id={value.audio} />
      </span>
    </>
  );
}

// The list scrolls by itself: what only wraps it could not be reached by the keyboard.
const LIST = { options: classes.choices };
const COMBOBOX = { withinPortal: true, shadow: 'md', transitionProps: { duration: 0 }, width: 300, position: 'bottom-start' } as const;

function Option({ code, label, note, color }: { code: string; label: string; note?: string; color?: string }) {
  const Glyph = PLACE_ICONS[code.slice(0, code.indexOf(':'))];
  return (
    <span className={classes.option}>
      {Glyph ? <Glyph size={14} stroke={1.8} aria-hidden /> : null}
      {color ? <span className={classes.square} style={{ background: color }} aria-hidden /> : null}
      <span className={classes.cut}>{label}</span>
      {note ? <span className={classes.note}>{note}</span> : null}
    </span>
  );
}

/** How a place without a list of its own reads. */
function useCodeText(): (code: string) => string {
  const { t } = useText();
  return (code) => {
    const [kind, target] = [code.slice(0, code.indexOf(':')), code.slice(code.indexOf(':') + 1)];
    if (kind === 'extension') return t('ivrs.toExtension', { number: target });
    if (kind === 'conference') return t('ivrs.toRoom', { number: target });
    if (kind === 'hangup') return t(target === 'busy' ? 'ivrs.end.busy' : target === 'normal' ? 'ivrs.end.normal' : 'record.to.hangup');
    return code === '' ? '' : '…';
  };
}

/** Everything that calls can go to and that matches what is typed, by kind. */
function usePlaces(words: string, open: boolean, now: boolean) {
  const { t } = useText();
  const own = useCodeText();
  const later = useLater(words);
  const q = now ? words : later;
  const kinds = Object.keys(NOUNS) as NamedKind[];
  const asked = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['choices', NOUNS[kind], 'search', q, 12],
      queryFn: ({ signal }: { signal: AbortSignal }) => getChoices(NOUNS[kind], { q: q || undefined, limit: 12 }, signal),
      placeholderData: keepPreviousData,
      staleTime: 15_000,
      enabled: open,
    })),
  });
  const lists = asked.map((one) => one.data);
  const item = (kind: NamedKind) => (choice: RecordChoice) => ({ value: `${kind}:${choice.id}`, label: choiceText(choice).name, note: choiceText(choice).note, color: choice.color });
  const data = kinds.map((kind, i) => ({ group: t(`record.to.${kind}` as Key), items: (lists[i] ?? []).map(item(kind)) })).filter(({ items }) => items.length > 0);
  const plain = (codes: readonly string[]) => codes.map((value) => ({ value, label: own(value), note: undefined, color: undefined }));
  const digits = plain(dialed(words));
  const ends = plain(ENDS.map((cause) => `hangup:${cause}`)).filter(({ label }) => label.includes(words));
  if (digits.length > 0) data.unshift({ group: t('ivrs.digits'), items: digits });
  if (ends.length > 0) data.push({ group: t('record.to.hangup'), items: ends });
  return { data, found: q, busy: asked.some((one) => one.isFetching), failed: asked.every((one) => one.isError) };
}

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
