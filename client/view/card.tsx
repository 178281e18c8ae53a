import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface CardProps {
  title?: string;
  icon?: IconName;
  /** Stands at the right end of the title line. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
}

export function Card({ title, icon, aside, children, ...rest }: CardProps) {
  return (
    <section class={`card ${rest.class ?? ''}`} aria-label={title}>
      {title || aside ? (
        <header class="card-head">
          {icon ? <Icon name={icon} size={22} /> : null}
          {title ? <h3>{title}</h3> : null}
          {aside ? <div class="card-aside">{aside}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}
