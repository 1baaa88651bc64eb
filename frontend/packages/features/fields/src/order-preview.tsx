import { useQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { IconButton, useText } from '@yobirin/kit';
import { FormSection, listKey, recordClient, useField } from '@yobirin/kit/record';
import { useMemo } from 'react';
import type { FieldRecord } from './noun';
import classes from './fields.module.css';
import { between, inOrder } from './order';

const client = recordClient<FieldRecord>('fields');
const NONE: FieldRecord[] = [];

/** Where the field stands among the others of its kind; its arrows move it. */
export function OrderPreview({ id }: { id: string | undefined }) {
  const { t } = useText();
  const of = useField<FieldRecord['of']>('of').value ?? 'customer';
  const name = useField<string>('name').value ?? '';
  const position = useField<number>('position');
  const list = useQuery({ queryKey: [...listKey('fields'), 'order', of], queryFn: ({ signal }) => client.list({ of, sort: 'position', limit: 500 }, signal), staleTime: 15_000 });
  const others = useMemo(() => (list.data?.items ?? NONE).filter((field) => field.id !== id), [list.data, id]);
  const own = { id: 'this', name, position: position.value ?? 0 };
  const all = inOrder([...others, own]);
  const at = all.findIndex((field) => field.id === own.id);
  const move = (to: number) => position.set(between(others, to));
  return (
    <FormSection title={t('fields.order', { of: t(`fields.of.${of}`) })} wide>
      <ol className={classes.order}>
        {all.map((field, i) => (
          <li key={field.id} data-own={i === at || undefined}>
            <span className={classes.number}>{field.position}</span>
            <span className={classes.name}>{field.name || t('fields.new')}</span>
            {i === at && !position.readOnly ? (
              <span className={classes.arrows}>
                <IconButton icon={IconArrowUp} iconSize={14} name={t('fields.up')} disabled={at === 0} onClick={() => move(at - 1)} />
                <IconButton icon={IconArrowDown} iconSize={14} name={t('fields.down')} disabled={at === all.length - 1} onClick={() => move(at + 1)} />
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </FormSection>
  );
}
