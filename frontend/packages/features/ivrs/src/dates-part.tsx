import { Popover } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { Month } from '@yobirin/kit/filter';
import { IconButton, useText, useTimes } from '@yobirin/kit';
import { DateListField, useField } from '@yobirin/kit/record';
import { useMemo, useState } from 'react';
import classes from './ivrs.module.css';

const NONE: string[] = [];

/** 指定日: as a list, and as a calendar to press days in. */
export function DatesPart() {
  const { t } = useText();
  const times = useTimes();
  const [open, setOpen] = useState(false);
  const field = useField<string[]>('schedule.dates');
  const dates = field.value ?? NONE;
  const marked = useMemo(() => new Set(dates), [dates]);
  const first = [...dates].sort().find((day) => day >= times.wall(Date.now()).slice(0, 10));
  return (
    <div className={classes.dates}>
      <DateListField name="schedule.dates" label={t('ivrs.dates')} hint={t('ivrs.dates.hint')} />
      <Popover width={264} opened={open} onChange={setOpen} position="bottom-end" shadow="md" withinPortal trapFocus returnFocus transitionProps={{ duration: 0 }}>
        <Popover.Target>
          <IconButton icon={IconCalendar} className={classes.calendar} name={t('ivrs.calendar')} disabled={field.readOnly} onClick={() => setOpen(!open)} />
        </Popover.Target>
        <Popover.Dropdown aria-label={t('ivrs.calendar')}>
          <Month today={times.wall(Date.now()).slice(0, 10)} from={first} to={undefined} marked={marked} onChoose={(day) => field.set(marked.has(day) ? dates.filter((d) => d !== day) : [...dates, day].sort())} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
