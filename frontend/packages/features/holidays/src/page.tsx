import { RecordPage } from '@yobirin/kit/record';
import { holidaysNoun } from './noun';
import { Year } from './year';
import classes from './holidays.module.css';

/** 休日: the company's own beside the public ones; a year at a glance, and the list to change. */
export function Page() {
  return (
    <div className={classes.page}>
      <div className={classes.list}>
        <RecordPage noun={holidaysNoun} />
      </div>
      <Year />
    </div>
  );
}
