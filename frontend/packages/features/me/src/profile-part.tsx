import { useQuery } from '@tanstack/react-query';
import { formatPhone, hasText, Loading, useText } from '@yobirin/kit';
import { getProfile } from '@yobirin/wire';
import classes from './me.module.css';

/** Oneself, as an administrator has set it up. */
export function ProfilePart() {
  const { t } = useText();
  const { data } = useQuery({ queryKey: ['me', 'profile'], queryFn: ({ signal }) => getProfile(signal) });
  if (!data) return <Loading rows={6} height={28} />;
  const { agent, numbers } = data;
  const role = `role.${agent.role}`;
  return (
    <section aria-label={t('me.profile')}>
      <dl className={classes.profile}>
        <dt>{t('me.profile.name')}</dt>
        <dd>{agent.nickname ? `${agent.name} (${agent.nickname})` : agent.name}</dd>
        <dt>{t('me.profile.login')}</dt>
        <dd>{agent.login}</dd>
        <dt>{t('me.profile.extension')}</dt>
        <dd>{agent.extension || '–'}</dd>
        <dt>{t('me.profile.role')}</dt>
        <dd>{hasText(role) ? t(role) : agent.role}</dd>
        <dt>{t('me.profile.numbers')}</dt>
        <dd>{numbers.length > 0 ? numbers.slice(0, 8).map((n) => (n.name && n.name !== n.number ? `${formatPhone(n.number)} ${n.name}` : formatPhone(n.number))).join(t('part.comma')) + (numbers.length > 8 ? ' …' : '') : '–'}</dd>
      </dl>
      <p className={classes.hint}>{t('me.profile.hint')}</p>
    </section>
  );
}
