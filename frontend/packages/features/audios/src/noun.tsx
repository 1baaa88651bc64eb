import { IconMessage2 } from '@tabler/icons-react';
import { formatDuration, useText } from '@yobirin/kit';
import { PlayButton, SwitchField, type RecordNoun } from '@yobirin/kit/record';
import type { AudioRecord } from './audio';
import { AudioForm } from './audio-form';
import { SoundPart } from './sound-part';
import classes from './audios.module.css';
import { NewAudio } from './new-audio';

export const audiosNoun: RecordNoun<AudioRecord> = {
  name: 'audios',
  schema: 'Audio',
  view: 'audio.see',
  edit: 'audio.edit',
  text: { title: 'audios.title', one: 'audios.one', empty: 'audios.empty', hint: 'audios.hint' },
  columns: [
    { id: 'play', label: 'audios.listen', width: 52, cell: (row) => <Listen row={row} /> },
    { id: 'name', label: 'audios.name', width: 200, grow: true, sortable: true },
    { id: 'milliseconds', label: 'audios.length', width: 80, align: 'right', sortable: true, cell: (row) => formatDuration(row.milliseconds / 1000) },
    { id: 'voicemail', label: 'audios.voicemail', width: 110, sortable: true, cell: (row) => (row.voicemail ? <Voicemail /> : null) },
    { id: 'recipients', label: 'audios.recipients', width: 190, grow: true, cell: (row) => <span className={classes.quiet}>{(row.recipients ?? []).join(', ')}</span> },
    { id: 'uses', label: 'audios.uses', width: 100, align: 'right', cell: (row) => <Uses count={row.uses} /> },
    { id: 'file', label: 'audios.file', width: 190, grow: true, sortable: true, cell: (row) => <span className={classes.quiet}>{row.file}</span> },
  ],
  sort: 'name',
  filters: [{ column: 'voicemail', label: 'audios.voicemail', kind: 'yes-no' }],
  rowName: (row) => row.name,
  Form: AudioForm,
  Aside: SoundPart,
  New: NewAudio,
  bulk: [{ name: 'voicemail', label: 'audios.voicemail', Field: VoicemailField }],
};

/** It plays in the list; the row stays closed. */
function Listen({ row }: { row: AudioRecord }) {
  return (
    <span className={classes.listen} onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} role="presentation">
      <PlayButton id={row.id} />
    </span>
  );
}

function Voicemail() {
  const { t } = useText();
  return (
    <span className={classes.mark}>
      <IconMessage2 size={15} aria-hidden />
      {t('record.on')}
    </span>
  );
}

function Uses({ count }: { count: number }) {
  const { t } = useText();
  return <span className={count === 0 ? classes.quiet : undefined}>{t(count === 0 ? 'audios.unused' : 'audios.usedIn', { count })}</span>;
}

function VoicemailField() {
  const { t } = useText();
  return <SwitchField name="voicemail" label={t('audios.voicemail')} hint={t('audios.voicemail.hint')} />;
}
