import { Menu } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconCheck } from '@tabler/icons-react';
import { useText } from '../i18n';
import { IconButton, isStrings, useKept } from '../parts';

export type Density = 'compact' | 'normal';
const isDensity = (value: unknown): value is Density => value === 'compact' || value === 'normal';

/** Hidden columns and row height of a table, kept in this browser. */
export function useTableSettings(table: string, hiddenAtFirst: string[] = []) {
  const [hidden, setHidden] = useKept(`table.${table}.hidden`, hiddenAtFirst, isStrings);
  const [density, setDensity] = useKept<Density>(`table.${table}.density`, 'normal', isDensity);
  return { hidden, setHidden, density, setDensity };
}

interface Props {
  columns: readonly { id: string; name: string }[];
  settings: ReturnType<typeof useTableSettings>;
}

/** Choice of columns and of the row height. The last column stays. */
export function TableSettings({ columns, settings }: Props) {
  const { t } = useText();
  const { hidden, setHidden, density, setDensity } = settings;
  const check = (on: boolean) => (on ? <IconCheck size={14} aria-hidden /> : null);
  return (
    <Menu position="bottom-end" width={200} closeOnItemClick={false}>
      <Menu.Target>
        <IconButton icon={IconAdjustmentsHorizontal} name={t('table.settings')} />
      </Menu.Target>
      <Menu.Dropdown mah="calc(100vh - 150px)" style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('table.columns')}</Menu.Label>
        {columns.map(({ id, name }) => {
          const shown = !hidden.includes(id);
          return (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={shown}
              rightSection={check(shown)}
              disabled={shown && hidden.length >= columns.length - 1}
              onClick={() => setHidden(shown ? [...hidden, id] : hidden.filter((x) => x !== id))}
            >
              {name}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Label>{t('table.density')}</Menu.Label>
        {(['compact', 'normal'] as const).map((d) => (
          <Menu.Item key={d} role="menuitemradio" aria-checked={density === d} rightSection={check(density === d)} onClick={() => setDensity(d)}>
            {t(d === 'compact' ? 'table.compact' : 'table.normal')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
