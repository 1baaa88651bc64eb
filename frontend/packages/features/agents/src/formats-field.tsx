import { useQuery } from '@tanstack/react-query';
import { useMay, useText } from '@yobirin/kit';
import { recordClient, useField } from '@yobirin/kit/record';
import classes from './agents.module.css';

interface Format {
  id: string;
  version: number;
  name: string;
}

const formats = recordClient<Format>('formats');
const NONE: string[] = [];

/** CRM権限 (J-AGENT-10): the business formats that an agent may see; none chosen means all. */
export function FormatsField() {
  const { t } = useText();
  const field = useField<string[]>('crmFormats');
  const may = useMay('formats.view');
  const { data } = useQuery({ queryKey: ['records', 'formats', 'all'], queryFn: ({ signal }) => formats.list({ limit: 500 }, signal), enabled: may, staleTime: 60_000, retry: false });
  const chosen = field.value ?? NONE;
  const known = data?.items ?? [];
  const strangers = chosen.filter((id) => !known.some((format) => format.id === id));
  if (known.length === 0 && strangers.length === 0) return <p className={classes.quiet}>{t('agents.formats.none')}</p>;
  const flip = (id: string) => field.set(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id]);
  return (
    <fieldset className={classes.formats} disabled={field.readOnly} onBlur={field.onBlur}>
      <legend>{t('agents.formats')}</legend>
      {[...known, ...strangers.map((id) => ({ id, name: id }))].map((format) => (
        <label key={format.id}>
          <input type="checkbox" checked={chosen.includes(format.id)} onChange={() => flip(format.id)} />
          {format.name}
        </label>
      ))}
      <p className={classes.quiet}>{field.error ?? t(chosen.length === 0 ? 'agents.formats.all' : 'agents.formats.only')}</p>
    </fieldset>
  );
}
