import { useId } from 'preact/hooks';

/** Two printings of one disc: solid for the person, hatched for the clone. */
export function Logo({ height = 26 }: { height?: number }) {
  const id = useId();
  return (
    <svg class="logo" height={height} viewBox="0 0 198 36" role="img" aria-label="Mimic GP">
      <defs>
        <pattern id={id} width="3.6" height="3.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="3.6" fill="currentColor" />
        </pattern>
      </defs>
      <circle
        cx="22"
        cy="20"
        r="11.5"
        fill={`url(#${id})`}
        stroke="currentColor"
        stroke-width="2"
        stroke-dasharray="4 2.2"
      />
      <circle cx="13" cy="15" r="12" fill="var(--flag)" stroke="var(--bg)" stroke-width="2.5" />
      <text x="42" y="27" fill="currentColor">
        MIMIC GP
      </text>
    </svg>
  );
}
