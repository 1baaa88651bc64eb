import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMay } from '../viewer';

/** The list as it is filtered, as a file, for who may take it. */
export function CsvLink({ href, name, hint = name }: { href: string; name: string; hint?: string }) {
  if (!useMay('csv.export')) return null;
  return (
    <Button component="a" size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} href={href} download aria-label={name} title={hint}>
      CSV
    </Button>
  );
}
