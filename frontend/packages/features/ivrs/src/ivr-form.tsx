import { IconAlertTriangle } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import { ExtensionField, TextField, useFaults, useField, type RecordFormProps } from '@yobirin/kit/record';
import { Diagram } from './diagram';
import { EditorContext, useEditor, useIvrEditor } from './editor';
import { Happens } from './happens';
import type { IvrRecord, Place } from './ivr';
import classes from './ivrs.module.css';
import { ButtonsPart } from './keypad';
import { PlacePicker } from './place-picker';
import { SchedulePart } from './schedule-part';
import { useWarningText, WarningLines } from './warning-lines';

/** The editor of an IVR (C-IVR): what one sets on the left, what comes of it on the right. */
export function IvrForm({ isNew }: RecordFormProps<IvrRecord>) {
  const { t } = useText();
  const editor = useIvrEditor(isNew);
  return (
    <EditorContext value={editor}>
      <div className={classes.editor} data-new={isNew || undefined}>
        <div className={classes.columns}>
          <div className={classes.main}>
            <section className={classes.part} aria-label={t('ivrs.basics')}>
              <div className={classes.basics}>
                <TextField name="name" label={t('ivrs.name')} />
                <ExtensionField of="ivrs" name="extension" label={t('ivrs.extension')} />
                <DefaultField />
              </div>
            </section>
            <SchedulePart />
            <ButtonsPart />
          </div>
          <div className={classes.side} role="group" aria-label={t('ivrs.outcome')}>
            <div className={classes.outcome}>
              <Summary />
              <Happens />
              <Diagram />
            </div>
          </div>
        </div>
      </div>
    </EditorContext>
  );
}

/** 標準ルーティング: where calls go when neither schedule nor button leads elsewhere. */
function DefaultField() {
  const { t } = useText();
  const { undo, warnings, lit } = useEditor();
  const field = useField<Place>('default');
  const fault = useFaults(DEFAULT)('default');
  return (
    <div className={classes.usual} data-lit={lit?.why === 'default' || undefined}>
      <span className={classes.label} aria-hidden>
        {t('ivrs.default')}
      </span>
      <PlacePicker
        value={field.value}
        label={t('ivrs.default')}
        readOnly={field.readOnly}
        error={field.error ?? fault}
        none={t('ivrs.default.none')}
        onChange={(place) => {
          undo.remember();
          field.set(place);
        }}
      />
      <WarningLines warnings={warnings.usual} />
    </div>
  );
}

const DEFAULT = ['default'];

/** How much there is to look at, and the circles in full; the rest is said where it belongs. */
function Summary() {
  const { t } = useText();
  const { all, warnings, week } = useEditor();
  const text = useWarningText();
  const serious = all.filter((w) => w.serious).length;
  return (
    <section className={classes.summary} aria-label={t('ivrs.check')} data-serious={serious > 0 || undefined}>
      <p role="status">
        {serious > 0 ? <IconAlertTriangle size={14} aria-hidden /> : null}
        <span>{!week ? t('ivrs.unchecked') : all.length === 0 ? t('ivrs.checked') : t('ivrs.warnings', { count: all.length })}</span>
      </p>
      {warnings.loops.length > 0 ? (
        <ul className={classes.warnings}>
          {warnings.loops.map((loop, i) => (
            <li key={i} data-serious={loop.serious || undefined} data-kind="loop">
              <IconAlertTriangle size={13} stroke={2} aria-hidden />
              <span>{text(loop)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
