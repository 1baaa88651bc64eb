import { useText } from '@yobirin/kit';
import { FactorPart } from './factor-part';
import { Page } from './page';
import { PasswordPart } from './password-part';
import { PersonalPart } from './personal-part';
import { PINPart } from './pin-part';
import { ProfilePart } from './profile-part';
import { SessionsPart } from './sessions-part';
import classes from './me.module.css';

export { DevicesPage } from './pages';

/** 固有設定 in the console: oneself, and what one has chosen. */
export function MyPage() {
  const { t } = useText();
  return (
    <Page title={t('me.profile')}>
      <ProfilePart />
      <h2 className={classes.second}>{t('me.personal')}</h2>
      <PersonalPart />
    </Page>
  );
}

/** セキュリティ: password and PIN, second factor, where one is logged in. */
export function SecurityPage() {
  const { t } = useText();
  return (
    <Page title={t('me.security')}>
      <div className={classes.columns}>
        <PasswordPart />
        <PINPart />
      </div>
      <FactorPart />
      <SessionsPart />
    </Page>
  );
}
