import { useText } from '@yobirin/kit';

/** Seconds as people say them: 5分, 1 min 30 s. */
export function useLasting(): (seconds: number) => string {
  const { t } = useText();
  return (seconds) => {
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    const said = [minutes > 0 ? t('groups.inMinutes', { count: minutes }) : '', rest > 0 || minutes === 0 ? t('groups.inSeconds', { count: rest }) : ''];
    return said.filter(Boolean).join(t('groups.between'));
  };
}
