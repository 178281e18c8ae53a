import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  children: ComponentChildren;
  onClick: () => void;
  icon?: IconName;
  /** One primary button a view. */
  kind?: 'primary' | 'outlined' | 'quiet' | 'danger';
  size?: 'hero' | 'normal' | 'small';
  disabled?: boolean;
  pressed?: boolean;
  /** For tests and for nothing else. */
  testId?: string;
}

/** Its label starts with a verb. */
export function Button({ children, onClick, icon, kind = 'outlined', size = 'normal', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind} ${size}`}
      onClick={onClick}
      disabled={rest.disabled}
      aria-pressed={rest.pressed}
      data-testid={rest.testId}
    >
      {icon ? <Icon name={icon} size={size === 'hero' ? 26 : 20} /> : null}
      {children}
    </button>
  );
}
