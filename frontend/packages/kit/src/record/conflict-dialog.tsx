import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../i18n';
import { Dialog } from './dialog';
import type { Choice, Difference } from './patch';
import classes from './record.module.css';
import { useFieldName, ValueText, type NounWords } from './value-text';

interface Props {
  noun: NounWords;
  /** Who else changed it, if that is known. */
  by: string | undefined;
  all: readonly Difference[];
  /** Fields whose values nobody reads. */
  secrets: ReadonlySet<string>;
  onDone: (choices: Readonly<Record<string, Choice>>) => void;
  onClose: () => void;
}

/** Somebody was faster: field by field, what was, what is here, what is there. */
export function ConflictDialog({ noun, by, all, secrets, onDone, onClose }: Props) {
  const { t } = useText();
  const nameOf = useFieldName(noun);
  const [choices, setChoices] = useState<Record<string, Choice>>(() => Object.fromEntries(all.filter((d) => d.by !== 'both').map((d) => [d.field, d.by === 'me' ? 'mine' : 'theirs'])));
  const show = (field: string, value: unknown) => (secrets.has(field) && value !== undefined && value !== null ? '••••••' : <ValueText noun={noun} field={field} value={value} />);
  const first = all.find((d) => d.by === 'both')?.field;
  const open = all.filter((d) => choices[d.field] === undefined).length;
  const takeAll = (choice: Choice) => setChoices(Object.fromEntries(all.map((d) => [d.field, choice])));
  return (
    <Dialog
      title={t('record.conflict')}
      size={860}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" disabled={open > 0} onClick={() => onDone(choices)}>
            {t('record.conflictSave')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('record.goOn')}
          </Button>
          <span className={classes.grow} aria-live="polite">
            {open > 0 ? t('record.conflictOpen', { count: open }) : null}
          </span>
          <Button size="xs" variant="default" onClick={() => takeAll('mine')}>
            {t('record.allMine')}
          </Button>
          <Button size="xs" variant="default" onClick={() => takeAll('theirs')}>
            {t('record.allTheirs')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{by ? t('record.conflictBy', { name: by }) : t('record.conflictHint')}</p>
      <div className={classes.scrollX}>
        <table className={classes.compare}>
          <thead>
            <tr>
              <th scope="col">{t('record.field')}</th>
              <th scope="col">{t('record.before')}</th>
              <th scope="col">{t('record.mine')}</th>
              <th scope="col">{t('record.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((d) => (
              <tr key={d.field} data-open={choices[d.field] === undefined || undefined}>
                <th scope="row">{nameOf(d.field)}</th>
                <td>
                  {show(d.field, d.before)}
                </td>
                {(['mine', 'theirs'] as const).map((side) => (
                  <td key={side}>
                    <label className={classes.pickSide} data-on={choices[d.field] === side || undefined}>
                      <input type="radio" data-autofocus={(d.field === first && side === 'mine') || undefined} name={`conflict-${d.field}`} checked={choices[d.field] === side} onChange={() => setChoices({ ...choices, [d.field]: side })} />
                      <span>{show(d.field, d[side])}</span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
