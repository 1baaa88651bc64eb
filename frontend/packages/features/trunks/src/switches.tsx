import { NativeSelect, TextInput } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { hasText, useText, type Text } from '@yobirin/kit';
import { ask, FormSection, SwitchField, useFaults, useField, Wide } from '@yobirin/kit/record';
import { useState } from 'react';
import type { CarrierProfiles, CarrierSwitch } from './trunk';
import classes from './trunks.module.css';

/** Presets that the product knows; '' is the plain one. */
export const PROFILES = ['ngn-direct', 'hgw-extension', 'generic-e164-pai', '050-register'] as const;

const NONE: Record<string, string> = {};

/** 詳細設定: what the preset decides, and what is set otherwise here. Most carriers need none of it. */
export function Switches() {
  const { t } = useText();
  const profile = useField<string>('profile').value ?? '';
  const field = useField<Record<string, string>>('switches');
  const given = field.value ?? NONE;
  const e164 = useField<boolean>('e164').value === true; // from a site file; the switch of the same name does it now
  const count = Object.keys(given).length;
  const [open, setOpen] = useState(count > 0);
  const { data } = useQuery({ queryKey: ['carrier-profiles'], queryFn: ({ signal }) => ask<CarrierProfiles>('GET', '/api/v1/carrier-profiles', { signal }), staleTime: Infinity });
  const preset = data?.presets.find((p) => p.name === profile)?.values ?? NONE;
  const faults = useFaults(open ? (data?.switches ?? []).map((s) => `switches.${s.name}`) : []);
  const set = (name: string, value: string) => {
    const next = { ...given };
    if (value === '') delete next[name];
    else next[name] = value;
    field.set(Object.keys(next).length > 0 ? next : null);
  };
  return (
    <FormSection title={t('trunks.advanced')} hint={t('trunks.advanced.hint')}>
      <Wide>
        <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight size={15} aria-hidden />
          {t('trunks.switches', { count })}
        </button>
      </Wide>
      {open ? (
        <>
          {e164 ? (
            <Wide>
              <SwitchField name="e164" label={t('trunks.e164')} hint={t('trunks.e164.hint')} />
            </Wide>
          ) : null}
          {(data?.switches ?? []).map((s) => (
            <One key={s.name} of={s} value={given[s.name] ?? ''} preset={preset[s.name] ?? ''} readOnly={field.readOnly} error={faults(`switches.${s.name}`)} onSet={(value) => set(s.name, value)} />
          ))}
        </>
      ) : null}
    </FormSection>
  );
}

interface OneProps {
  of: CarrierSwitch;
  value: string;
  preset: string;
  readOnly: boolean;
  error: string | undefined;
  onSet: (value: string) => void;
}

function One({ of, value, preset, readOnly, error, onSet }: OneProps) {
  const { t } = useText();
  const key = `trunks.switch.${of.name}`;
  const does = `${key}.does`;
  const shared = {
    size: 'xs' as const,
    label: hasText(key) ? t(key) : of.name,
    description: hasText(does) ? t(does) : of.does,
    error,
    inputWrapperOrder: ORDER,
    'data-field': `switches.${of.name}`,
    'data-set': value !== '' || undefined,
    classNames: { description: classes.hint, label: classes.label, error: classes.error },
  };
  const usual = preset === '' ? usualOf(of) : preset;
  const asPreset = t('trunks.asPreset', { value: words(of, usual, t) });
  if (of.kind === 'yes-no' || of.kind === 'one') {
    const values = of.kind === 'yes-no' ? ['true', 'false'] : (of.options ?? []);
    return <NativeSelect {...shared} disabled={readOnly} value={value} data={[{ value: '', label: asPreset }, ...values.map((v) => ({ value: v, label: words(of, v, t) }))]} onChange={(event) => onSet(event.currentTarget.value)} />;
  }
  return <TextInput {...shared} readOnly={readOnly} autoComplete="off" spellCheck={false} maxLength={255} placeholder={asPreset} value={value} onChange={(event) => onSet(event.currentTarget.value)} />;
}

const ORDER: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];

/** What a preset that does not mention a switch means by it. */
const usualOf = (of: CarrierSwitch): string => (of.kind === 'yes-no' ? 'false' : of.kind === 'one' ? (of.options?.[0] ?? '') : '');

function words(of: CarrierSwitch, value: string, t: Text): string {
  if (of.kind === 'yes-no') return t(value === 'true' ? 'record.on' : 'record.off');
  if (value === '') return t('trunks.unset');
  const key = `trunks.value.${value}`;
  return hasText(key) ? t(key) : of.kind === 'seconds' ? t('trunks.secondsOf', { count: value }) : value;
}
