import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCaretDownFilled, IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import { LANGUAGES, switchLanguage, useText, useViewer, type Key, type Language } from '@yobirin/kit';
import { asProblem, logOut, setLanguage } from '@yobirin/wire';
import { useState, type ReactNode } from 'react';
import classes from './user.module.css';

const SCHEMES: [MantineColorScheme, Icon, Key][] = [
  ['light', IconSun, 'user.theme.light'],
  ['dark', IconMoon, 'user.theme.dark'],
  ['auto', IconDeviceDesktop, 'user.theme.auto'],
];
const ROLES: Record<string, Key> = { agent: 'role.agent', supervisor: 'role.supervisor', administrator: 'role.administrator' };

interface Props {
  onLogOut: () => void;
  /** Ends the session, where more than the server must know of it. */
  end?: () => Promise<unknown>;
  /** Further items, above the language. */
  items?: ReactNode;
}

/** Name, language, theme, log out. */
export function UserMenu({ onLogOut, end = logOut, items }: Props) {
  const { t, language } = useText();
  const viewer = useViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [failed, setFailed] = useState<string>();
  const choose = (next: Language) => {
    void switchLanguage(next);
    // The choice works here at once; a server that cannot keep it now changes nothing for the user.
    setLanguage(next).catch(() => undefined);
  };
  const leave = () => {
    setFailed(undefined);
    end().then(onLogOut, (error: unknown) => {
      // The session lives on the server: it is over only when the server says so.
      const problem = asProblem(error);
      if (problem.status === 401) onLogOut();
      else setFailed(problem.message);
    });
  };
  return (
    <Menu position="bottom-end" offset={4} width={220} closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className={classes.user} aria-label={`${t('user.menu')}: ${viewer.name}`}>
          <span className={classes.name}>{viewer.name}</span>
          <IconCaretDownFilled size={11} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {viewer.name} · {t(ROLES[viewer.role] ?? 'role.agent')}
        </Menu.Label>
        <Menu.Divider />
        {items ? (
          <>
            {items}
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Label>{t('user.language')}</Menu.Label>
        {LANGUAGES.map((code) => (
          <Menu.Item key={code} lang={code} onClick={() => choose(code)} rightSection={code === language ? <IconCheck size={14} aria-hidden /> : null} aria-current={code === language || undefined}>
            {t(code === 'ja' ? 'lang.ja' : 'lang.en')}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('user.theme')}</Menu.Label>
        {SCHEMES.map(([scheme, Glyph, label]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Glyph size={15} stroke={1.8} aria-hidden />}
            rightSection={scheme === colorScheme ? <IconCheck size={14} aria-hidden /> : null}
            aria-current={scheme === colorScheme || undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {t(label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} stroke={1.8} aria-hidden />} onClick={leave}>
          {t('user.logout')}
        </Menu.Item>
        {failed ? (
          <Menu.Label role="alert" c="var(--error-ink)">
            {t('user.logoutFailed', { detail: failed })}
          </Menu.Label>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
