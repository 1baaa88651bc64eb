import { Button } from '@mantine/core';
import { useText } from '@yobirin/kit/start';
import { SSO_OTHER, SSO_START, type LoginOptions } from '@yobirin/wire';

interface Props {
  options: LoginOptions;
  /** The account of the last try is not known here: another one is asked for. */
  other: boolean;
  /** Where it does not leave this page: opens the browser. */
  onBegin?: () => void;
}

/** The button of single sign-on. In a browser it leaves this page. */
export function SSOButton({ options, other, onBegin }: Props) {
  const { t } = useText();
  const variant = options.passwords === 'administrators' ? 'filled' : 'default';
  const name = other ? t('login.ssoOther') : options.button || (options.provider ? t('login.ssoWith', { provider: options.provider }) : t('login.sso'));
  if (onBegin) {
    return (
      <Button variant={variant} fullWidth mb={16} onClick={onBegin}>
        {name}
      </Button>
    );
  }
  return (
    <Button component="a" href={other ? SSO_OTHER : SSO_START} variant={variant} fullWidth mb={16}>
      {name}
    </Button>
  );
}
