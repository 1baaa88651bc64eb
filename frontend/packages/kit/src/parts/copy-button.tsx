import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useText } from '../i18n';
import { IconButton } from './icon-button';

/** Takes a text to the clipboard. */
export function CopyButton({ text, name }: { text: string; name?: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return <IconButton icon={copied ? IconCheck : IconCopy} iconSize={15} name={copied ? t('keys.copied') : (name ?? t('keys.copy'))} onClick={() => void copyText(text).then(setCopied)} />;
}

/** Whether the text is in the clipboard. Without TLS browsers give none, but copy what is selected. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
    area.style.position = 'fixed';
    area.style.opacity = '0';
    const before = document.activeElement;
    // Inside a dialog the focus must not leave it.
    (document.querySelector('[aria-modal="true"]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
