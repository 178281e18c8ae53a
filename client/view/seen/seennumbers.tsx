interface SeenNumbersProps {
  title: string;
  names: readonly string[];
  values: readonly number[];
}

/** Numbers of one block of an observation by their names; the bar runs from −2 to 2. */
export function SeenNumbers({ title, names, values }: SeenNumbersProps) {
  return (
    <section class="seen-numbers" aria-label={title}>
      <h4>{title}</h4>
      <dl>
        {names.map((name, k) => {
          const value = values[k] ?? 0;
          const end = (Math.min(2, Math.max(-2, value)) + 2) / 4;
          return (
            <div key={name}>
              <dt class="mono">{name}</dt>
              <dd class="number">{twoPlaces(value)}</dd>
              <span class="seen-bar" aria-hidden="true">
                <i style={{ left: `${Math.min(end, 0.5) * 100}%`, width: `${Math.abs(end - 0.5) * 100}%` }} />
              </span>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Never "−0.00". */
const twoPlaces = (value: number): string => (Math.round(value * 100) / 100 || 0).toFixed(2);
