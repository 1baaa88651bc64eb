import { Button } from '@mantine/core';
import { IconDownload, IconReplace } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { formatDuration, useMay, useText } from '@yobirin/kit';
import { Dialog, recordKey, useSaid } from '@yobirin/kit/record';
import { useState } from 'react';
import { soundOf, type AudioRecord } from './audio';
import classes from './audios.module.css';
import { Giving } from './giving';
import { SoundPlayer } from './sound-player';

/** The sound itself: to hear, to take away, to replace. */
export function SoundPart({ record }: { record: AudioRecord }) {
  const { t } = useText();
  const may = useMay('audio.edit');
  const [replacing, setReplacing] = useState(false);
  return (
    <section className={classes.sound} aria-label={t('audios.sound')}>
      <SoundPlayer key={record.sha256} src={soundOf(record)} label={record.name} />
      <div className={classes.soundFoot}>
        <span className={classes.quiet}>{t('audios.kept', { file: record.file || '–', length: formatDuration(record.milliseconds / 1000) })}</span>
        <Button size="compact-xs" variant="default" component="a" href={soundOf(record)} download={`${record.name}.wav`} leftSection={<IconDownload size={13} aria-hidden />}>
          {t('audios.download')}
        </Button>
        {may ? (
          <Button size="compact-xs" variant="default" leftSection={<IconReplace size={13} aria-hidden />} onClick={() => setReplacing(true)}>
            {t('audios.replace')}
          </Button>
        ) : null}
      </div>
      {replacing ? <Replace record={record} onClose={() => setReplacing(false)} /> : null}
    </section>
  );
}

function Replace({ record, onClose }: { record: AudioRecord; onClose: () => void }) {
  const { t } = useText();
  const said = useSaid();
  const queries = useQueryClient();
  return (
    <Dialog title={t('audios.replaceOf', { name: record.name })} size={560} onClose={onClose} foot={null}>
      <p className={classes.words}>{t(record.uses > 0 ? 'audios.replaceUsed' : 'audios.replaceHint', { count: record.uses })}</p>
      <Giving
        path={`/api/v1/audios/${encodeURIComponent(record.id)}/sound`}
        method="PUT"
        version={record.version}
        submit={t('audios.replaceGo')}
        onDone={(saved, undo) => {
          queries.setQueryData(recordKey('audios', saved.id), saved);
          void queries.invalidateQueries({ queryKey: ['records', 'audios'] });
          said(t('audios.replaced', { name: saved.name, length: formatDuration(saved.milliseconds / 1000) }), undo);
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
