import { Button, Divider } from '@mantine/core';
import { useText } from '@yobirin/kit/start';
import { getLoginOptions, SSO_START, type LoginOptions } from '@yobirin/wire';
import { useEffect, useState } from 'react';

/** The button of single sign-on, where it is set up. It leaves this page. */
export function SSOButton() {
  const { t } = useText();
  const [options, setOptions] = useState<LoginOptions>();
  useEffect(() => {
    const gone = new AbortController();
    getLoginOptions(gone.signal).then(setOptions, () => undefined); // passwords still work
    return () => gone.abort();
  }, []);
  if (!options?.oidc) return null;
  return (
    <>
      <Divider label={t('login.or')} labelPosition="center" mb={14} />
      <Button component="a" href={SSO_START} variant={options.passwords === 'administrators' ? 'filled' : 'default'} fullWidth mb={16}>
        {options.button || t('login.sso')}
      </Button>
    </>
  );
}
