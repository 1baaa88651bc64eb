import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@yobirin/kit';
import { useBridge, useSeat } from '@yobirin/seat';
import { getSite } from '@yobirin/wire';
import { useState } from 'react';
import classes from '../me.module.css';
import { Page } from '../page';

/** Server, version, a newer version, a file of logs for support. */
export function AboutPage() {
  const { t } = useText();
  const bridge = useBridge();
  const server = useSeat((s) => s.server);
  const update = useSeat((s) => s.update);
  const own = useQuery({ queryKey: ['app', 'version'], queryFn: () => bridge.version(), staleTime: Infinity });
  const site = useQuery({ queryKey: ['site'], queryFn: getSite });
  const [bundle, setBundle] = useState<string>();
  const make = () => {
    bridge.crashBundle().then(setBundle, () => setBundle(''));
  };
  return (
    <Page title={t('me.about')}>
      <dl className={classes.facts}>
        <dt>{t('me.about.app')}</dt>
        <dd>{own.data ?? '–'}</dd>
        <dt>{t('me.about.server')}</dt>
        <dd>
          {server.url} {server.managed ? <span className={classes.dim}>{t('me.about.managed')}</span> : null}
        </dd>
        <dt>{t('me.about.version')}</dt>
        <dd>{site.data?.version ?? '–'}</dd>
      </dl>
      {update ? (
        <div className={classes.made}>
          <p>
            <strong>{t('me.about.update', { version: update.version })}</strong>
          </p>
          {update.notes ? <p className={classes.notes}>{update.notes}</p> : null}
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => void bridge.openURL(update.url)}>
              {t('me.about.updateOpen')}
            </Button>
            <span className={classes.hint}>{t('me.about.updateHint')}</span>
          </div>
        </div>
      ) : (
        <p className={classes.hint}>{t('me.about.current')}</p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={make}>
          {t('me.about.bundle')}
        </Button>
        <span className={classes.hint} role="status">
          {bundle === undefined ? t('me.about.bundleHint') : bundle ? t('me.about.bundleMade', { path: bundle }) : t('me.about.bundleFailed')}
        </span>
      </div>
    </Page>
  );
}
