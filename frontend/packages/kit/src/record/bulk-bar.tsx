import { Button, Menu } from '@mantine/core';
import { IconDownload, IconEdit, IconTrash } from '@tabler/icons-react';
import { useText } from '../i18n';
import { SelectionBar } from '../list';
import { useMay } from '../viewer';
import type { BulkField, Recorded, RecordNoun } from './types';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  /** How many are checked. */
  count: number;
  /** How many there are to be checked, when more were found than are checked. */
  more: number | undefined;
  onAll: () => void;
  onSet: (field: BulkField) => void;
  onDelete: () => void;
  onTake: () => void;
  onClear: () => void;
}

/** What can be done with the records that are checked, over the foot of the list. */
export function BulkBar<T extends Recorded>({ noun, count, more, onAll, onSet, onDelete, onTake, onClear }: Props<T>) {
  const { t, language } = useText();
  const mayEdit = useMay(noun.edit) && !noun.without?.includes('bulk');
  const mayTake = useMay('csv.export') && noun.csv === true;
  return (
    <SelectionBar
      label={t('record.bulk')}
      count={count}
      note={
        more !== undefined ? (
          <Button size="compact-xs" variant="default" onClick={onAll}>
            {t('record.checkAll', { count: more.toLocaleString(language) })}
          </Button>
        ) : null
      }
      onClear={onClear}
    >
      {mayEdit && noun.bulk && noun.bulk.length > 0 ? (
        <Menu position="top-start" width={220}>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconEdit size={14} aria-hidden />}>
              {t('record.bulkChange')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {noun.bulk.map((field) => (
              <Menu.Item key={field.name} onClick={() => onSet(field)}>
                {t(field.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {mayTake ? (
        <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={onTake}>
          CSV
        </Button>
      ) : null}
      {mayEdit && !noun.without?.includes('delete') ? (
        <Button size="xs" variant="default" leftSection={<IconTrash size={14} aria-hidden />} onClick={onDelete}>
          {t('record.bulkErase')}
        </Button>
      ) : null}
    </SelectionBar>
  );
}
