import { Button } from '@mantine/core';
import { CopyButton, useText } from '@yobirin/kit';
import { QrCode } from '@yobirin/kit/qr';
import { Dialog } from '@yobirin/kit/record';
import type { NewPhoneLink } from './device';
import classes from './devices.module.css';
import { isMaker, typedInto } from './maker';

/** The address itself: nobody can show it again. */
export function NewLinkMade({ made, name, onClose }: { made: NewPhoneLink; name: string; onClose: () => void }) {
  const { t } = useText();
  const address = typedInto(made.maker, made.url, made.files);
  return (
    <Dialog
      title={t('devices.link.made')}
      size={640}
      onClose={() => undefined}
      foot={
        <Button size="xs" onClick={onClose}>
          {t('devices.noted')}
        </Button>
      }
    >
      <p className={classes.words}>{t('devices.link.made.hint')}</p>
      {made.url.startsWith('https:') ? null : <p className={classes.warn}>{t('devices.link.plain')}</p>}
      <div className={classes.made}>
        <QrCode text={address} label={t('devices.link.qr', { name })} size={140} />
        <div className={classes.madeFacts}>
          {isMaker(made.maker) ? <p>{t(`devices.link.into.${made.maker}`)}</p> : null}
          <div className={classes.secret}>
            <code data-testid="phone-link">{address}</code>
            <CopyButton text={address} />
          </div>
          <p className={classes.quiet}>{t('devices.link.files')}</p>
          <ul className={classes.files}>
            {made.files.map((file) => (
              <li key={file}>
                <code>{file.slice(made.url.length)}</code>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Dialog>
  );
}
