import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { hasText, useText, type Key } from '@yobirin/kit';
import type { CallRecord } from '@yobirin/wire';
import { Fragment, useMemo } from 'react';
import { labelOf } from './kind';
import { figures, levelOf, qualities, reportedQuality, wayOf, type Level, type Quality, type Report } from './quality';
import classes from './quality.module.css';

const COLUMNS: [Key, Key][] = [
  ['quality.mos', 'quality.mosHint'], ['quality.loss', 'quality.lossHint'], ['quality.jitter', 'quality.jitterHint'], ['quality.trip', 'quality.tripHint'],
];

/** What the sound of each party was like, a line for each end that measured it. */
export function QualityStrip({ record }: { record: CallRecord }) {
  const { t } = useText();
  const rows = useMemo(() => qualities(record.parties, record.events, record.reports), [record]);
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
        {rows.map(({ party, quality, report }) => (
          <Fragment key={party.leg}>
            <tr>
              <th scope="row" title={report ? t('quality.atServerHint') : undefined}>{labelOf(party, record, t)}</th>
              <Figures of={quality} />
            </tr>
            {report ? (
              <tr data-far>
                <ReportName report={report} />
                <Figures of={reportedQuality(report)} />
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Names the app's own line: how its audio came, and what it sent in vain. */
function ReportName({ report }: { report: Report }) {
  const { t } = useText();
  const media = `seat.media.${report.media}`;
  const hint = t('quality.atAppHint', { media: hasText(media) ? t(media) : report.media, codec: report.codec || '–', loss: report.quality.farLoss.toFixed(1) });
  return (
    <th scope="row" title={hint}>
      {t('quality.atApp')} <span>{wayOf(report)}</span>
    </th>
  );
}

function Figures({ of }: { of: Quality | undefined }) {
  const { t } = useText();
  if (!of) return COLUMNS.map(([name]) => <td key={name}>–</td>);
  const text = figures(of, t);
  return (
    <>
      <Figure level={levelOf('mos', of.mos)} text={text.mos} strong />
      <Figure level={levelOf('loss', of.loss)} text={text.loss} />
      <Figure level={levelOf('jitterMs', of.jitterMs)} text={text.jitter} />
      <Figure level={levelOf('roundTripMs', of.roundTripMs)} text={text.trip} />
    </>
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
