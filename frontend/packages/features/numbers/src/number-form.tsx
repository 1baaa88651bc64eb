import { formatPhone, parsePhone, useText } from '@yobirin/kit';
import { DestinationField, FormSection, NumberField, OnOffField, ReferenceField, SelectField, Shown, SwitchField, TextField, useField, Wide, type RecordFormProps } from '@yobirin/kit/record';
import type { NumberRecord } from './number';
import classes from './numbers.module.css';

/** The fields of a phone number (J-NUM-1..9). */
export function NumberForm({ record, isNew }: RecordFormProps<NumberRecord>) {
  const { t } = useText();
  const unlimited = useField<number>('maxChannels').value === 0;
  return (
    <>
      <FormSection title={t('numbers.basic')}>
        {isNew ? (
          <TextField name="number" label={t('numbers.number')} hint={t('numbers.number.hint')} inputMode="tel" clean={parsePhone} />
        ) : (
          <Shown label={t('numbers.number')} hint={t('numbers.number.fixed')}>
            <span className={classes.number}>{formatPhone(record.number)}</span>
          </Shown>
        )}
        <TextField name="name" label={t('numbers.name')} hint={t('numbers.name.hint')} />
      </FormSection>
      <FormSection title={t('numbers.incoming')}>
        <Wide>
          <DestinationField name="route" label={t('numbers.route')} none={t('numbers.route.none')} hint={t('numbers.route.hint')} />
        </Wide>
        <ReferenceField name="trunk" noun="trunks" clearable label={t('numbers.trunk')} none={t('numbers.trunk.none')} hint={t('numbers.trunk.hint')} />
        <NumberField name="maxChannels" label={t('numbers.channels')} hint={t(unlimited ? 'numbers.channels.none' : 'numbers.channels.hint')} />
        <TextField name="displayInbound" label={t('numbers.displayInbound')} hint={t('numbers.displayInbound.hint')} />
        <LanguageField />
        <RecordField />
      </FormSection>
      <OutgoingPart />
      <PopupPart />
    </>
  );
}

/** What of the number is for calls to the outside: who presents it, and how. */
function OutgoingPart() {
  const { t } = useText();
  const listed = useField<boolean>('listed').value === true;
  const chosen = useField<string[]>('mayPresent').value?.length ?? 0;
  const said = chosen > 0 ? t(listed ? 'numbers.may.listed' : 'numbers.may.only', { count: chosen }) : t(listed ? 'numbers.may.all' : 'numbers.may.nobody');
  return (
    <FormSection title={t('numbers.outgoing')}>
      <TextField name="displayOutbound" label={t('numbers.displayOutbound')} hint={t('numbers.displayOutbound.hint')} />
      <TextField name="prefix" label={t('numbers.prefix')} hint={t('numbers.prefix.hint')} inputMode="numeric" clean={(text) => text.normalize('NFKC').trim()} />
      <Wide>
        <SwitchField name="listed" label={t('numbers.listed')} hint={t('numbers.listed.hint')} />
      </Wide>
      <Wide>
        <ReferenceField name="mayPresent" noun="agents" multiple clearable label={t('numbers.mayPresent')} hint={said} />
      </Wide>
    </FormSection>
  );
}

/** ポップアップURL (J-NUM-6), with what it becomes for a caller. */
function PopupPart() {
  const { t } = useText();
  return (
    <FormSection title={t('numbers.popup')} hint={t('numbers.popup.hint')} wide>
      {(['popupRing', 'popupAnswer'] as const).map((name) => (
        <div key={name}>
          <TextField name={name} label={t(`numbers.${name}`)} inputMode="url" placeholder="https://example.com/customer?tel=@@@@" />
          <Example name={name} />
        </div>
      ))}
    </FormSection>
  );
}

function Example({ name }: { name: string }) {
  const { t } = useText();
  const page = useField<string>(name).value ?? '';
  if (!page.includes('@@@@')) return null;
  return <p className={classes.example}>{t('numbers.popup.example', { page: page.replaceAll('@@@@', '09012345678') })}</p>;
}

/** 言語 of the prompts that callers of the number hear. */
export function LanguageField() {
  const { t } = useText();
  return <SelectField name="language" label={t('numbers.language')} none={t('numbers.language.site')} options={[{ value: 'ja', label: t('lang.ja') }, { value: 'en', label: t('lang.en') }]} hint={t('numbers.language.hint')} />;
}

/** 録音: as the group or the site, or always, or never. */
export function RecordField() {
  const { t } = useText();
  return <OnOffField name="record" label={t('numbers.record')} none={t('numbers.record.site')} />;
}
