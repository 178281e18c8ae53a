import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** Status only, never a control. `slip` is for divergence and falls alone. */
export type ChipTone = 'plain' | 'outlined' | 'slip' | 'flag' | 'good' | 'warn' | 'bad';

export function Chip(props: { children: ComponentChildren; tone?: ChipTone; icon?: IconName }) {
  return (
    <span class={`chip ${props.tone ?? 'plain'}`}>
      {props.icon ? <Icon name={props.icon} size={16} /> : null}
      {props.children}
    </span>
  );
}
