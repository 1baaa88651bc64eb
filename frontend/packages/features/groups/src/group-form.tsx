import { useText } from '@yobirin/kit';
import { AudioField, ColorField, DestinationField, ExtensionField, FormSection, NumberField, OnOffField, ReferenceField, SelectField, SwitchField, TextField, useField, type Destination, type DestinationKind } from '@yobirin/kit/record';
import { STRATEGIES } from './group';
import { MembersField } from './members-field';
import { useLasting } from './use-lasting';

/** The fields of a group (C-Q-1), each number with what it does. */
export function GroupForm() {
  const { t } = useText();
  return (
    <>
      <FormSection title={t('groups.basics')}>
        <TextField name="name" label={t('groups.name')} />
        <ExtensionField of="groups" name="extension" label={t('groups.extension')} hint={t('groups.extension.hint')} />
        <ColorField name="color" label={t('groups.color')} />
        <TextField name="display" label={t('groups.display')} hint={t('groups.display.hint')} />
      </FormSection>
      <Ringing />
      <Waiting />
      <FormSection title={t('groups.members')} wide>
        <MembersField />
      </FormSection>
      <Pauses />
      <Sounds />
      <Recording />
    </>
  );
}

/** How agents are called. */
function Ringing() {
  const { t } = useText();
  const lasting = useLasting();
  const strategy = useField<(typeof STRATEGIES)[number]>('strategy').value ?? 'longest-idle';
  const ring = useField<number>('ringTime').value;
  const calls = useField<number>('callsPerAgent').value ?? 1;
  const period = useField<number>('ringingPeriod').value ?? 0;
  return (
    <FormSection title={t('groups.ringing')}>
      <SelectField name="strategy" label={t('groups.strategy')} hint={t(`groups.strategy.${strategy}.does`)} options={STRATEGIES.map((value) => ({ value, label: t(`groups.strategy.${value}`) }))} />
      <NumberField name="ringTime" label={t('groups.ringTime')} unit={t('groups.seconds')} hint={ring ? t(strategy === 'all' ? 'groups.ringTime.all' : 'groups.ringTime.does', { time: lasting(ring) }) : undefined} />
      <NumberField name="callsPerAgent" label={t('groups.callsPerAgent')} unit={t('groups.calls')} hint={t(calls === 1 ? 'groups.callsPerAgent.one' : 'groups.callsPerAgent.many', { count: calls })} />
      <NumberField name="ringingPeriod" label={t('groups.ringingPeriod')} unit={t('groups.seconds')} hint={period ? t('groups.ringingPeriod.does', { time: lasting(period) }) : t('groups.ringingPeriod.none')} />
      <SwitchField name="strict" label={t('groups.strict')} hint={t('groups.strict.hint')} />
      <SwitchField name="preferLast" label={t('groups.preferLast')} hint={t('groups.preferLast.hint')} />
    </FormSection>
  );
}

const TO: readonly DestinationKind[] = ['group', 'audio', 'agent', 'transfer', 'ivr', 'extension', 'conference', 'hangup'];

/** What becomes of callers who have to wait, and of those for whom there is no place. */
function Waiting() {
  const { t } = useText();
  const lasting = useLasting();
  const places = useField<number>('maxWaiting').value;
  const timeout = useField<number>('timeout').value;
  const busy = !useField<Destination>('overflow').value?.kind;
  const cut = !useField<Destination>('timeoutTo').value?.kind;
  const much = places === undefined ? t('groups.maxWaiting.unlimited') : places === 0 ? t('groups.maxWaiting.zero') : Number.isNaN(places) ? undefined : t('groups.maxWaiting.does', { count: places });
  const long = timeout === 0 ? t('groups.timeout.zero') : timeout ? t('groups.timeout.does', { time: lasting(timeout) }) : undefined;
  return (
    <FormSection title={t('groups.waiting')}>
      <NumberField name="maxWaiting" label={t('groups.maxWaiting')} unit={t('groups.calls')} none={t('groups.unlimited')} hint={much} />
      <DestinationField name="overflow" label={t('groups.overflow')} kinds={TO} none={t('groups.busy')} hint={t(places === undefined ? 'groups.overflow.never' : busy ? 'groups.overflow.busy' : 'groups.overflow.does')} />
      <NumberField name="timeout" label={t('groups.timeout')} unit={t('groups.seconds')} hint={long} />
      <DestinationField name="timeoutTo" label={t('groups.timeoutTo')} kinds={TO} none={t('groups.busy')} hint={t(timeout === 0 ? 'groups.timeoutTo.never' : cut ? 'groups.timeoutTo.busy' : 'groups.timeoutTo.does')} />
      <SwitchField name="sayPosition" label={t('groups.sayPosition')} hint={t('groups.sayPosition.hint')} />
      <SwitchField name="sayWait" label={t('groups.sayWait')} hint={t('groups.sayWait.hint')} />
      <SwitchField name="callback" label={t('groups.callback')} hint={t('groups.callback.hint')} />
    </FormSection>
  );
}

/** What stops an agent after a call, and one who does not answer. */
function Pauses() {
  const { t } = useText();
  const acw = useField<boolean>('acw.enabled').value === true;
  const pause = useField<boolean>('pauseOnNoAnswer.enabled').value === true;
  const misses = useField<number>('pauseOnNoAnswer.misses').value ?? 1;
  return (
    <>
      <FormSection title={t('groups.pauseOnNoAnswer')}>
        <SwitchField name="pauseOnNoAnswer.enabled" label={t('groups.pauseOnNoAnswer.enabled')} hint={t(pause ? (misses > 1 ? 'groups.misses.many' : 'groups.misses.one') : 'groups.pauseOnNoAnswer.off', { count: misses })} />
        {pause ? <ReferenceField name="pauseOnNoAnswer.status" noun="statuses" clearable label={t('groups.status')} none={t('groups.status.none')} /> : <span />}
        {pause ? <NumberField name="pauseOnNoAnswer.misses" label={t('groups.misses')} unit={t('groups.times')} none="1" /> : null}
        {pause ? <Release name="pauseOnNoAnswer.release" /> : null}
      </FormSection>
      <FormSection title={t('groups.acw')}>
        <SwitchField name="acw.enabled" label={t('groups.acw.enabled')} hint={t(acw ? 'groups.acw.on' : 'groups.acw.off')} />
        {acw ? <ReferenceField name="acw.status" noun="statuses" clearable label={t('groups.status')} none={t('groups.acw.status.none')} /> : <span />}
        {acw ? <Release name="acw.release" /> : null}
      </FormSection>
    </>
  );
}

function Release({ name }: { name: string }) {
  const { t } = useText();
  const lasting = useLasting();
  const time = useField<number>(name).value ?? 0;
  return <NumberField name={name} label={t('groups.release')} unit={t('groups.seconds')} none="0" hint={time ? t('groups.release.does', { time: lasting(time) }) : t('groups.release.zero')} />;
}

function Sounds() {
  const { t } = useText();
  const lasting = useLasting();
  const every = useField<number>('announceEvery').value ?? 0;
  const said = useField<string>('announcement').value !== undefined;
  return (
    <FormSection title={t('groups.sounds')}>
      <AudioField name="greeting" label={t('groups.greeting')} hint={t('groups.greeting.hint')} none={t('groups.sound.none')} />
      <AudioField name="music" label={t('groups.music')} hint={t('groups.music.hint')} none={t('groups.music.none')} />
      <AudioField name="announcement" label={t('groups.announcement')} hint={t('groups.announcement.hint')} none={t('groups.sound.none')} />
      <NumberField
        name="announceEvery"
        label={t('groups.announceEvery')}
        unit={t('groups.seconds')}
        none={t('groups.announceEvery.none')}
        hint={every && said ? t('groups.announceEvery.does', { time: lasting(every) }) : t(said ? 'groups.announceEvery.zero' : 'groups.announceEvery.unsaid')}
      />
      <AudioField name="whisper" label={t('groups.whisper')} hint={t('groups.whisper.hint')} none={t('groups.sound.none')} />
    </FormSection>
  );
}

function Recording() {
  const { t } = useText();
  const days = useField<number>('retentionDays').value;
  return (
    <FormSection title={t('groups.recording')}>
      <OnOffField name="record" label={t('groups.record')} none={t('groups.asSite')} />
      <NumberField
        name="retentionDays"
        label={t('groups.retentionDays')}
        unit={t('groups.days')}
        none={t('groups.asSite')}
        hint={days === undefined ? t('groups.retentionDays.site') : days === 0 ? t('groups.retentionDays.zero') : Number.isNaN(days) ? undefined : t('groups.retentionDays.does', { count: days })}
      />
    </FormSection>
  );
}
