import { useText } from '@yobirin/kit';
import { DevicesPart } from './devices-part';
import classes from './me.module.css';
import { Page } from './page';
import { PasswordPart } from './password-part';
import { PersonalPart } from './personal-part';
import { PINPart } from './pin-part';

/** 自分の端末 (J-ME-1). `device` is the phone of the app that shows it. */
export function DevicesPage({ device }: { device?: string }) {
  const { t } = useText();
  return (
    <Page title={t('me.devices')}>
      <DevicesPart device={device} />
    </Page>
  );
}

/** パスワード and PIN (J-ME-2). */
export function PasswordPage() {
  const { t } = useText();
  return (
    <Page title={t('me.password')}>
      <div className={classes.columns}>
        <PasswordPart />
        <PINPart />
      </div>
    </Page>
  );
}

/** 固有設定 (J-ME-3). */
export function PersonalPage() {
  const { t } = useText();
  return (
    <Page title={t('me.personal')}>
      <PersonalPart />
    </Page>
  );
}
