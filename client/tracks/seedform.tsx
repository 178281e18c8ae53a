import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Segmented } from '../view/segmented.tsx';
import { LENGTHS, type Length, MOST_SEED, SHAPES, type Shape } from './draft.ts';

export interface SeedChoice {
  seed: number;
  length: Length;
  shape: Shape;
}

export const randomSeed = (): number => 1 + Math.floor(Math.random() * MOST_SEED);

/** Which circuit: the same seed, length and shape give everybody the same one. */
export function SeedForm({ choice, onChange }: { choice: SeedChoice; onChange(next: SeedChoice): void }) {
  return (
    <>
      <div class="seed-line">
        <label class="field">
          <span class="caption">{t('tracks.seed')}</span>
          <input
            type="text"
            inputMode="numeric"
            data-testid="seed"
            value={String(choice.seed)}
            onChange={(event) => {
              const seed = Number.parseInt(event.currentTarget.value, 10);
              const sound = seed >= 0 && seed <= MOST_SEED;
              if (sound) onChange({ ...choice, seed });
              else event.currentTarget.value = String(choice.seed);
            }}
          />
        </label>
        <Button onClick={() => onChange({ ...choice, seed: randomSeed() })} testId="another-seed">
          {t('tracks.another')}
        </Button>
      </div>
      <Segmented
        label={t('tracks.length')}
        labelled
        options={LENGTHS.map((value) => ({ value, label: t(`tracks.lengths.${value}`) }))}
        value={choice.length}
        onChange={(length) => onChange({ ...choice, length })}
      />
      <Segmented
        label={t('tracks.shape')}
        labelled
        options={SHAPES.map((value) => ({ value, label: t(`tracks.shapes.${value}`) }))}
        value={choice.shape}
        onChange={(shape) => onChange({ ...choice, shape })}
      />
    </>
  );
}
