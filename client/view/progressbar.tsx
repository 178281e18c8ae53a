/** How far something is, 0 to 1; null where that is not known. The kerb stripe marks the phase that runs now. */
export function ProgressBar({ label, value, live }: { label: string; value: number | null; live?: boolean }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      class={`progress ${live ? 'live' : ''} ${percent === null ? 'unknown' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
    >
      <i style={{ width: `${percent ?? 100}%` }} />
    </div>
  );
}
