import type { Icon } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './parts.module.css';
import { useStop } from './stop';

interface Props extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  icon: Icon;
  /** Name of the action, spoken and shown as a tooltip. */
  name: string;
  iconSize?: number;
}

/** A button that is only an icon, always with a name. */
export function IconButton({ icon: Glyph, name, iconSize = 16, className, ...rest }: Props) {
  const stop = useStop();
  return (
    <button type="button" tabIndex={stop} className={[classes.iconButton, className].filter(Boolean).join(' ')} aria-label={name} title={name} {...rest}>
      <Glyph size={iconSize} stroke={1.8} aria-hidden />
    </button>
  );
}
