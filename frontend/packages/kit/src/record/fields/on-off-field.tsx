import { SegmentedControl } from '@mantine/core';
import { useText } from '../../i18n';
import { useField } from '../form-context';
import { Shown } from './section';

interface Props {
  name: string;
  label: string;
  /** What neither of both means. */
  none: string;
}

/** On, off, or as it is elsewhere. */
export function OnOffField({ name, label, none }: Props) {
  const { t } = useText();
  const field = useField<boolean>(name);
  const value = field.value === undefined ? 'none' : field.value ? 'on' : 'off';
  return (
    <Shown label={label} hint={field.error}>
      <SegmentedControl
        size="xs"
        aria-label={label}
        readOnly={field.readOnly}
        value={value}
        data={[
          { value: 'none', label: none },
          { value: 'on', label: t('record.on') },
          { value: 'off', label: t('record.off') },
        ]}
        onChange={(next) => field.set(next === 'none' ? null : next === 'on')}
      />
    </Shown>
  );
}
