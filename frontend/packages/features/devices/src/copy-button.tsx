import { IconCheck, IconCopy } from '@tabler/icons-react';
import { IconButton, useText, useToast } from '@yobirin/kit';
import { useEffect, useState } from 'react';

/** Takes a text to the clipboard. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const { t } = useText();
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    // Without TLS browsers give no clipboard.
    if (!navigator.clipboard) return toast({ tone: 'error', text: t('devices.copyFailed') });
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast({ tone: 'error', text: t('devices.copyFailed') }),
    );
  };
  return <IconButton icon={copied ? IconCheck : IconCopy} iconSize={15} name={copied ? t('devices.copied') : name} onClick={copy} />;
}
