import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure, LANGUAGES, Loading, switchLanguage, useText, type Key, type Language } from '@yobirin/kit';
import { asProblem, changeMe, getProfile, UNREACHABLE, type PersonalChange, type Profile } from '@yobirin/wire';
import { Choice, Toggle } from './fields';
import classes from './me.module.css';

const SWITCHES = ['notifyExternal', 'notifyInternal', 'crmSearch', 'popupOnRing', 'popupOnAnswer'] as const;
const PROFILE = ['me', 'profile'];

/** Notices, popups, second login, order of histories, language: the agent's wherever it sits (J-ME-3). A change holds at once. */
export function PersonalPart() {
  const { t, language } = useText();
  const queries = useQueryClient();
  const { data, isPending, isError, error, refetch } = useQuery({ queryKey: PROFILE, queryFn: ({ signal }) => getProfile(signal) });
  const change = useMutation({
    mutationFn: changeMe,
    // Shown at once, and taken back when the server refuses.
    onMutate: (wish: PersonalChange) => {
      const before = queries.getQueryData<Profile>(PROFILE);
      if (before) queries.setQueryData<Profile>(PROFILE, { ...before, settings: { ...before.settings, ...wish } });
      return before;
    },
    onError: (_error, _wish, before) => queries.setQueryData(PROFILE, before),
    onSettled: () => queries.invalidateQueries({ queryKey: PROFILE }),
  });
  if (isPending) return <Loading rows={5} />;
  if (isError) return <Failure unreachable={asProblem(error).code === UNREACHABLE} detail={asProblem(error).message} onRetry={() => void refetch()} />;
  const { settings } = data;
  const choose = (next: string) => {
    void switchLanguage(next as Language);
    change.mutate({ language: next });
  };
  const option = (name: 'popupTarget' | 'secondLogin' | 'historyOrder', values: string[]) => values.map((value) => [value, t(`me.personal.${name}.${value}` as Key)] as [string, string]);
  return (
    <div className={classes.fields}>
      {SWITCHES.map((name) => (
        <Toggle key={name} label={t(`me.personal.${name}`)} on={settings[name]} onChange={(on) => change.mutate({ [name]: on })} />
      ))}
      <Choice label={t('me.personal.popupTarget')} hint={t('me.personal.popupTarget.hint')} value={settings.popupTarget} options={option('popupTarget', ['tab', 'browser'])} onChange={(value) => change.mutate({ popupTarget: value as 'tab' })} />
      <Choice label={t('me.personal.secondLogin')} value={settings.secondLogin} options={option('secondLogin', ['ring-all', 'newest', 'refuse'])} onChange={(value) => change.mutate({ secondLogin: value as 'newest' })} />
      <Choice label={t('me.personal.historyOrder')} value={settings.historyOrder} options={option('historyOrder', ['newest', 'oldest'])} onChange={(value) => change.mutate({ historyOrder: value as 'newest' })} />
      <Choice label={t('me.personal.language')} value={language} options={LANGUAGES.map((code) => [code, t(code === 'ja' ? 'lang.ja' : 'lang.en')])} onChange={choose} />
      {change.error ? (
        <p className={classes.fault} role="alert">
          {t('me.personal.failed', { detail: asProblem(change.error).message })}
        </p>
      ) : null}
    </div>
  );
}
