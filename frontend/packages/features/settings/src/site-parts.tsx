import { Failure, Loading, useMay, useText } from '@yobirin/kit';
import { FormSection, NumberField, ReferenceField, SectionForm, SelectField, SwitchField, TextField, useField, Wide, type Limits } from '@yobirin/kit/record';
import { asProblem, limits } from '@yobirin/wire';
import type { ReactNode } from 'react';
import { SITE_WORDS, useSite } from './documents';
import type { PartProps } from './sections';


const SITE: Limits = limits['Settings'] ?? {};

interface PartOf extends PartProps {
  title: string;
  hint?: string;
  names: readonly string[];
  children: ReactNode;
}

/** A section of the site's own settings. */
function SitePart({ title, hint, names, onDirty, children }: PartOf) {
  const site = useSite();
  const may = useMay('settings.edit');
  if (!site.of) return <Waiting title={title} error={site.error} retry={site.retry} />;
  return (
    <SectionForm title={title} hint={hint} of={site.of} names={names} limits={SITE} words={SITE_WORDS} readOnly={!may} onDirty={onDirty}>
      {children}
    </SectionForm>
  );
}

/** What is shown until the settings are there. `apart`: the other sections do not wait for this one. */
export function Waiting({ title, error, retry, apart }: { title: string; error: unknown; retry: () => void; apart?: boolean }) {
  return (
    <section aria-label={title} data-waiting={!(error || apart) || undefined}>
      {error ? <Failure unreachable={asProblem(error).code === 'unreachable'} detail={asProblem(error).message} onRetry={retry} /> : <Loading rows={3} />}
    </section>
  );
}

const GENERAL = ['name', 'language'];
export function GeneralPart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.general')} names={GENERAL} onDirty={onDirty}>
      <FormSection>
        <TextField name="name" label={t('settings.name')} />
        <SelectField name="language" segmented label={t('settings.language')} hint={t('settings.language.hint')} options={[{ value: 'ja', label: t('lang.ja') }, { value: 'en', label: t('lang.en') }]} />
      </FormSection>
    </SitePart>
  );
}

const CALLS = ['emergency', 'international', 'rejectAnonymous', 'parkTime', 'parkGroup', 'transferRing', 'rooms', 'messageTime', 'capAtOnce', 'capDaily', 'outsideTime', 'callTime', 'callbackTries', 'callbackGap', 'callbackKept'];
export function CallsPart({ onDirty }: PartProps) {
  const { t } = useText();
  const seconds = t('settings.seconds');
  return (
    <SitePart title={t('settings.calls')} names={CALLS} onDirty={onDirty}>
      <FormSection title={t('settings.outgoing')}>
        <ReferenceField name="emergency" noun="numbers" clearable label={t('settings.emergency')} hint={t('settings.emergency.hint')} />
        <SwitchField name="international" label={t('settings.international')} hint={t('settings.international.hint')} />
        <NumberField name="capAtOnce" label={t('settings.capAtOnce')} hint={t('settings.capAtOnce.hint')} />
        <NumberField name="capDaily" label={t('settings.capDaily')} hint={t('settings.capDaily.hint')} />
      </FormSection>
      <FormSection title={t('settings.incoming')}>
        <SwitchField name="rejectAnonymous" label={t('settings.rejectAnonymous')} hint={t('settings.rejectAnonymous.hint')} />
        <NumberField name="messageTime" label={t('settings.messageTime')} unit={seconds} hint={t('settings.messageTime.hint')} />
      </FormSection>
      <FormSection title={t('settings.during')}>
        <NumberField name="parkTime" label={t('settings.parkTime')} unit={seconds} hint={t('settings.parkTime.hint')} />
        <ReferenceField name="parkGroup" noun="groups" clearable label={t('settings.parkGroup')} hint={t('settings.parkGroup.hint')} />
        <NumberField name="transferRing" label={t('settings.transferRing')} unit={seconds} hint={t('settings.transferRing.hint')} />
        <NumberField name="rooms" label={t('settings.rooms')} hint={t('settings.rooms.hint')} />
      </FormSection>
      <FormSection title={t('settings.length')}>
        <NumberField name="outsideTime" label={t('settings.outsideTime')} unit={t('settings.minutesUnit')} hint={t('settings.outsideTime.hint')} />
        <NumberField name="callTime" label={t('settings.callTime')} unit={t('settings.minutesUnit')} hint={t('settings.callTime.hint')} />
      </FormSection>
      <FormSection title={t('settings.callbacks')}>
        <NumberField name="callbackTries" label={t('settings.callbackTries')} unit={t('settings.times')} hint={t('settings.callbackTries.hint')} />
        <NumberField name="callbackGap" label={t('settings.callbackGap')} unit={t('settings.minutesUnit')} hint={t('settings.callbackGap.hint')} />
        <NumberField name="callbackKept" label={t('settings.callbackKept')} unit={t('settings.hoursUnit')} hint={t('settings.callbackKept.hint')} />
      </FormSection>
    </SitePart>
  );
}

const RECORDING = ['record', 'retentionDays'];
export function RecordingPart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.recording')} hint={t('settings.recording.hint')} names={RECORDING} onDirty={onDirty}>
      <FormSection>
        <RecordSwitch />
        <Days name="retentionDays" label={t('settings.retention')} kept="settings.retention.days" forever="settings.retention.forever" />
      </FormSection>
    </SitePart>
  );
}

function RecordSwitch() {
  const { t } = useText();
  const on = useField<boolean>('record').value === true;
  return <SwitchField name="record" label={t('settings.record')} hint={t(on ? 'settings.record.on' : 'settings.record.off')} />;
}

interface DaysProps {
  name: string;
  label: string;
  kept: 'settings.retention.days' | 'settings.chat.days' | 'settings.archive.days';
  forever: 'settings.retention.forever' | 'settings.chat.forever' | 'settings.archive.forever';
}

/** How long something is kept, with what that means. */
export function Days({ name, label, kept, forever }: DaysProps) {
  const { t, language } = useText();
  const days = useField<number>(name).value;
  const said = days === undefined || Number.isNaN(days) ? undefined : days === 0 ? t(forever) : t(kept, { count: days.toLocaleString(language) });
  return <NumberField name={name} label={label} unit={t('settings.daysUnit')} hint={said} />;
}

const LOGIN = ['loginAttempts', 'sessionIdle'];
export function LoginPart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.login')} names={LOGIN} onDirty={onDirty}>
      <FormSection>
        <Attempts />
        <Idle />
      </FormSection>
    </SitePart>
  );
}

function Attempts() {
  const { t } = useText();
  const never = useField<number>('loginAttempts').value === 0;
  return <NumberField name="loginAttempts" label={t('settings.loginAttempts')} unit={t('settings.times')} hint={t(never ? 'settings.loginAttempts.never' : 'settings.loginAttempts.hint')} />;
}

function Idle() {
  const { t } = useText();
  const seconds = useField<number>('sessionIdle').value ?? 0;
  const hours = Math.round(seconds / 360) / 10;
  return <NumberField name="sessionIdle" label={t('settings.sessionIdle')} unit={t('settings.seconds')} hint={seconds >= 3600 ? t('settings.sessionIdle.hours', { count: hours }) : t('settings.sessionIdle.minutes', { count: Math.round((seconds || 0) / 60) })} />;
}

const SOFTPHONE = ['softphoneTransport', 'softphoneSrtp'];
export function SoftphonePart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.softphone')} hint={t('settings.softphone.hint')} names={SOFTPHONE} onDirty={onDirty}>
      <FormSection>
        <SelectField name="softphoneTransport" segmented label={t('settings.transport')} hint={t('settings.transport.hint')} options={[{ value: 'tls', label: 'TLS' }, { value: 'udp', label: 'UDP' }]} />
        <SelectField name="softphoneSrtp" segmented label={t('settings.srtp')} hint={t('settings.srtp.hint')} options={[{ value: 'prefer', label: t('settings.srtp.prefer') }, { value: 'off', label: t('settings.srtp.off') }]} />
      </FormSection>
    </SitePart>
  );
}

const HOLIDAYS = ['publicHolidays'];
export function HolidaysPart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.holidays')} names={HOLIDAYS} onDirty={onDirty}>
      <FormSection>
        <Wide>
          <SwitchField name="publicHolidays" label={t('settings.publicHolidays')} hint={t('settings.publicHolidays.hint')} />
        </Wide>
      </FormSection>
    </SitePart>
  );
}

const STATISTICS = ['serviceLevel'];
export function StatisticsPart({ onDirty }: PartProps) {
  const { t } = useText();
  return (
    <SitePart title={t('settings.statistics')} names={STATISTICS} onDirty={onDirty}>
      <FormSection>
        <NumberField name="serviceLevel" label={t('settings.serviceLevel')} unit={t('settings.seconds')} hint={t('settings.serviceLevel.hint')} />
      </FormSection>
    </SitePart>
  );
}
