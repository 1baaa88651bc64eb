import { NativeSelect } from '@mantine/core';
import { useText } from '@yobirin/kit';
import { MAKER_NAMES, MAKERS, type Maker } from './maker';

/** Whose phone it is. */
export function MakerSelect({ value, onChange, bare = false }: { value: Maker; onChange: (maker: Maker) => void; bare?: boolean }) {
  const { t } = useText();
  const name = t('devices.maker');
  return (
    <NativeSelect
      size="xs"
      name="maker"
      {...(bare ? { 'aria-label': name } : { label: name })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Maker)}
      data={MAKERS.map((maker) => ({ value: maker, label: MAKER_NAMES[maker] }))}
    />
  );
}
