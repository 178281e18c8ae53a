import { useId } from 'preact/hooks';
import { shapePath } from './shapes.ts';

/** A driver's sign: solid for a person; hatched, dashed and printed twice for a clone. Decorative: a name stands beside it. */
export function Badge({ driver, clone, size = 20 }: { driver: number; clone: boolean; size?: number }) {
  const id = useId();
  const hue = `var(--d${driver})`;
  return (
    <svg class="badge" width={size} height={size} viewBox="-10 -10 20 20" aria-hidden="true">
      {clone ? <ClonePlates driver={driver} hue={hue} id={id} /> : <path d={shapePath(driver, 7.8)} fill={hue} />}
    </svg>
  );
}

function ClonePlates({ driver, hue, id }: { driver: number; hue: string; id: string }) {
  const shape = shapePath(driver, 7.2);
  return (
    <>
      <defs>
        <pattern id={id} width="3.4" height="3.4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.5" height="3.4" fill={hue} />
        </pattern>
      </defs>
      <path d={shape} transform="translate(1.6 1.4)" fill="none" stroke={hue} opacity="0.55" />
      <path
        d={shape}
        transform="translate(-0.6 -0.6)"
        fill={`url(#${id})`}
        stroke={hue}
        stroke-width="1.7"
        stroke-dasharray="3 1.6"
      />
    </>
  );
}
