import { useText } from '../i18n';

/** Names in a row, parted as the language does. */
export function Joined({ items }: { items: readonly string[] }) {
  const { t } = useText();
  return <>{items.join(t('part.comma'))}</>;
}
