import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import { SwitchField, useFaults, useField } from '@yobirin/kit/record';
import { useEffect, useMemo, useRef, useState } from 'react';
import { DatesPart } from './dates-part';
import { useEditor } from './editor';
import type { ScheduleRow } from './ivr';
import classes from './ivrs.module.css';
import { keysFor, movedTo, newRow } from './rows';
import { ScheduleRowLine } from './schedule-row';
import { WeekStrip } from './week-strip';

const NONE: readonly ScheduleRow[] = [];
const FIELDS = ['from', 'to', 'weekdays', 'toDestination'] as const;

/** スケジュール (C-IVR-2): rows of which the first that matches wins, designated dates, and what comes of it in the coming week. */
export function SchedulePart() {
  const { t } = useText();
  const on = useField<boolean>('schedule.enabled').value === true;
  return (
    <section className={classes.part} aria-label={t('ivrs.schedule')}>
      <div className={classes.partHead}>
        <SwitchField name="schedule.enabled" label={t('ivrs.schedule')} />
        <span className={classes.quiet}>{t('ivrs.schedule.hint')}</span>
      </div>
      <div hidden={!on}>
        <Rows />
        <DatesPart />
      </div>
      <WeekStrip />
    </section>
  );
}

/** What can be done with the rows; each step can be taken back. */
function useRows() {
  const { undo } = useEditor();
  const field = useField<readonly ScheduleRow[]>('schedule.rows');
  const rows = field.value ?? NONE;
  const { rowKeys } = undo;
  rowKeys.current = keysFor(rowKeys.current, rows.length);
  const set = (next: readonly ScheduleRow[], keys: number[], begun = false) => {
    if (!begun) undo.remember();
    rowKeys.current = keys;
    field.set(next);
  };
  const keys = rowKeys.current;
  const put = (row: ScheduleRow, at: number) => set(rows.toSpliced(at, 0, row), keys.toSpliced(at, 0, Math.max(0, ...keys) + 1));
  return {
    rows,
    keys,
    readOnly: field.readOnly,
    onBlur: field.onBlur,
    remember: undo.remember,
    put,
    change: (i: number, row: ScheduleRow, begun?: boolean) => set(rows.with(i, row), keys, begun),
    remove: (i: number) => set(rows.toSpliced(i, 1), keys.toSpliced(i, 1)),
    move: (from: number, to: number, begun?: boolean) => set(movedTo(rows, from, to), movedTo(keys, from, to), begun),
  };
}

function Rows() {
  const { t } = useText();
  const { rows, keys, readOnly, onBlur, remember, put, change, remove, move } = useRows();
  const { lit, warnings } = useEditor();
  const paths = useMemo(() => rows.flatMap((_, i) => FIELDS.map((field) => `schedule.rows.${i}.${field}`)), [rows]);
  const fault = useFaults(paths);
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState('');
  const part = useRef<HTMLDivElement>(null);
  const focus = useRef<string>(undefined);
  useEffect(() => {
    const goal = focus.current && part.current?.querySelector<HTMLElement>(focus.current);
    if (!goal) return;
    focus.current = undefined;
    goal.focus();
  });
  const step = (i: number, by: -1 | 1) => {
    if (i + by < 0 || i + by >= rows.length) return;
    move(i, i + by);
    focus.current = `[data-grip="${i + by + 1}"]`;
    setSaid(t('ivrs.moved', { from: i + 1, to: i + by + 1 }));
  };
  const add = (row: ScheduleRow, at: number) => {
    put(row, at);
    focus.current = `[data-row="${at + 1}"] input`;
  };
  return (
    <div onBlur={onBlur} ref={part}>
      {rows.length === 0 ? (
        <p className={classes.empty}>{t('ivrs.noRows')}</p>
      ) : (
        <ol className={classes.rows} aria-label={t('ivrs.rows')}>
          {rows.map((row, i) => (
            <ScheduleRowLine
              key={keys[i]}
              row={row}
              index={i}
              readOnly={readOnly}
              lit={lit?.why === 'schedule' && lit.row === i}
              dragged={dragged === i}
              warnings={warnings.rows.get(i)}
              fault={(name) => fault(`schedule.rows.${i}.${name}`)}
              onBegin={remember}
              onChange={(next, begun) => change(i, next, begun)}
              onRemove={() => {
                remove(i);
                focus.current = i < rows.length - 1 ? `[data-grip="${i + 1}"]` : '[data-add]';
              }}
              onCopy={() => add({ ...row, weekdays: row.weekdays ? [...row.weekdays] : undefined }, i + 1)}
              onStep={(by) => step(i, by)}
              onDrag={(begins) => {
                if (begins) remember();
                setDragged(begins ? i : undefined);
              }}
              onOver={() => {
                if (dragged === undefined || dragged === i) return;
                move(dragged, i, true);
                setDragged(i);
              }}
            />
          ))}
        </ol>
      )}
      {readOnly ? null : (
        <div className={classes.rowsFoot}>
          <Button size="compact-xs" variant="default" data-add="" leftSection={<IconPlus size={13} aria-hidden />} onClick={() => add(newRow(), rows.length)}>
            {t('ivrs.addRow')}
          </Button>
          <span className={classes.quiet}>{t('ivrs.rowsHint')}</span>
        </div>
      )}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </div>
  );
}
