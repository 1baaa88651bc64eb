import { IconCopy, IconGripVertical, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { parseTime } from '@yobirin/kit/filter';
import { IconButton, useText, type Key } from '@yobirin/kit';
import { memo } from 'react';
import { TimeInput } from './time-input';
import { WEEKDAYS, type ScheduleRow, type Warning } from './ivr';
import classes from './ivrs.module.css';
import { PlacePicker } from './place-picker';
import { flipped } from './rows';
import { WarningLines } from './warning-lines';

interface Props {
  row: ScheduleRow;
  index: number;
  readOnly: boolean;
  lit: boolean;
  dragged: boolean;
  warnings: readonly Warning[] | undefined;
  fault: (field: string) => string | undefined;
  onBegin: () => void;
  /** A change; `begun`: its beginning was told before. */
  onChange: (row: ScheduleRow, begun?: boolean) => void;
  onRemove: () => void;
  onCopy: () => void;
  onStep: (by: -1 | 1) => void;
  onDrag: (on: boolean) => void;
  onOver: () => void;
}

/** A row of the schedule: when, on which days, where to. */
export const ScheduleRowLine = memo(function ScheduleRowLine({ row, index, readOnly, lit, dragged, warnings, fault, onBegin, onChange, onRemove, onCopy, onStep, onDrag, onOver }: Props) {
  const { t } = useText();
  const n = index + 1;
  const dead = warnings?.some((w) => w.kind === 'unreachable-row');
  const time = (field: 'from' | 'to') => (
    <TimeCell field={field} row={row} n={n} readOnly={readOnly} wrong={parseTime(row[field]) === undefined || fault(field) !== undefined} onBegin={onBegin} onChange={onChange} />
  );
  const words = [parseTime(row.from) === undefined || parseTime(row.to) === undefined ? t('record.timeBad') : (fault('from') ?? fault('to')), fault('weekdays')].filter((text) => text !== undefined);
  return (
    <li
      className={classes.row}
      data-row={n}
      data-lit={lit || undefined}
      data-dead={dead || undefined}
      data-dragged={dragged || undefined}
      aria-label={t('ivrs.rowOf', { row: n })}
      aria-current={lit || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        onOver();
      }}
      onDrop={(event) => event.preventDefault()}
    >
      <div className={classes.rowLine}>
        <Grip n={n} readOnly={readOnly} onStep={onStep} onDrag={onDrag} />
        <span className={classes.rowNumber}>{n}</span>
        <span className={classes.times}>
          {time('from')}
          <span aria-hidden>–</span>
          {time('to')}
        </span>
        <Days row={row} n={n} readOnly={readOnly} onChange={onChange} />
        <PlacePicker
          value={row.toDestination}
          label={t('ivrs.rowTo', { row: n })}
          readOnly={readOnly}
          error={fault('toDestination')}
          onChange={(place) => onChange({ ...row, toDestination: place })}
        />
        <span className={classes.rowTools}>
          {readOnly ? null : (
            <>
              <IconButton icon={IconCopy} iconSize={15} name={t('ivrs.copyRow', { row: n })} onClick={onCopy} />
              <IconButton icon={IconTrash} iconSize={15} name={t('ivrs.removeRow', { row: n })} onClick={onRemove} />
            </>
          )}
        </span>
      </div>
      {words.length > 0 ? (
        <p role="alert" className={classes.rowFault}>
          {words.join(' ')}
        </p>
      ) : null}
      <WarningLines warnings={warnings} />
    </li>
  );
});

function TimeCell({ field, row, n, readOnly, wrong, onBegin, onChange }: { field: 'from' | 'to'; n: number; wrong: boolean } & Pick<Props, 'row' | 'readOnly' | 'onBegin' | 'onChange'>) {
  const { t } = useText();
  return <TimeInput value={row[field]} label={t(field === 'from' ? 'ivrs.fromOf' : 'ivrs.toOf', { row: n })} readOnly={readOnly} wrong={wrong} onBegin={onBegin} onChange={(clock) => onChange({ ...row, [field]: clock }, true)} />;
}

/** What the row is dragged by; the arrow keys move it, too. */
function Grip({ n, readOnly, onStep, onDrag }: { n: number } & Pick<Props, 'readOnly' | 'onStep' | 'onDrag'>) {
  const { t } = useText();
  if (readOnly) return <span />;
  return (
    <button
      type="button"
      className={classes.grip}
      draggable
      data-grip={n}
      aria-label={t('ivrs.moveRow', { row: n })}
      title={t('ivrs.moveRow', { row: n })}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(n));
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onStep(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <IconGripVertical size={14} aria-hidden />
    </button>
  );
}

/** The weekdays, ★ and 祝日 that the row holds on. */
function Days({ row, n, readOnly, onChange }: { n: number } & Pick<Props, 'row' | 'readOnly' | 'onChange'>) {
  const { t } = useText();
  return (
    <span className={classes.days} role="group" aria-label={t('ivrs.daysOf', { row: n })}>
      {WEEKDAYS.map((day) => (
        <button
          key={day}
          type="button"
          disabled={readOnly}
          aria-pressed={row.weekdays?.includes(day) === true}
          aria-label={t(`ivrs.weekday.${day}` as Key)}
          onClick={() => onChange({ ...row, weekdays: flipped(row.weekdays, day) })}
        >
          {t(`ivrs.day.${day}` as Key)}
        </button>
      ))}
      <button type="button" className={classes.apart} disabled={readOnly} aria-pressed={row.designated === true} aria-label={t('ivrs.designated')} title={t('ivrs.designated.hint')} onClick={() => onChange({ ...row, designated: row.designated ? undefined : true })}>
        {row.designated ? <IconStarFilled size={13} aria-hidden /> : <IconStar size={13} aria-hidden />}
      </button>
      <button type="button" className={classes.holiday} disabled={readOnly} aria-pressed={row.holiday === true} title={t('ivrs.holiday.hint')} onClick={() => onChange({ ...row, holiday: row.holiday ? undefined : true })}>
        {t('ivrs.holiday')}
      </button>
    </span>
  );
}
