import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useText, type Key } from '@yobirin/kit';
import type { CallRecord } from '@yobirin/wire';
import { useMemo } from 'react';
import { labelOf } from './kind';
import { figures, levelOf, qualities, type Level } from './quality';
import classes from './quality.module.css';

const COLUMNS: [Key, Key][] = [
  ['quality.mos', 'quality.mosHint'], ['quality.loss', 'quality.lossHint'], ['quality.jitter', 'quality.jitterHint'], ['quality.trip', 'quality.tripHint'],
];

/** What the sound of each party was like, a line each. */
export function QualityStrip({ record }: { record: CallRecord }) {
  const { t } = useText();
  const rows = useMemo(() => qualities(record.parties, record.events), [record]);
  if (rows.length === 0) return null;
  return (
    <table className={classes.strip} aria-label={t('quality.title')}>
      <thead>
        <tr>
          <th scope="col">{t('quality.title')}</th>
          {COLUMNS.map(([name, hint]) => (
            <th scope="col" key={name} title={t(hint)}>{t(name)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ party, quality }) => {
          const text = figures(quality, t);
          return (
            <tr key={party.leg}>
              <th scope="row">{labelOf(party, record, t)}</th>
              <Figure level={levelOf('mos', quality.mos)} text={text.mos} strong />
              <Figure level={levelOf('loss', quality.loss)} text={text.loss} />
              <Figure level={levelOf('jitterMs', quality.jitterMs)} text={text.jitter} />
              <Figure level={levelOf('roundTripMs', quality.roundTripMs)} text={text.trip} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Figure({ level, text, strong }: { level: Level; text: string; strong?: boolean }) {
  return (
    <td data-level={level} data-strong={strong || undefined}>
      {level === 'good' ? null : <IconAlertTriangleFilled size={12} aria-hidden />}
      {text}
    </td>
  );
}
