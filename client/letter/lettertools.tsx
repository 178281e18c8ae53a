import { useId } from 'preact/hooks';
import type { Language } from '../locale/locale.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Segmented } from '../view/segmented.tsx';

/** What the letter leaves open; where nothing is typed a line is printed to write on. */
export interface Blanks {
  school: string;
  teacher: string;
  contact: string;
  returnBy: string;
}

const FIELDS = ['school', 'teacher', 'contact', 'returnBy'] as const;
const MOST_CHARACTERS = 80;

/** Above the letter, and not on paper: the blanks, which languages, and the printer. */
export function LetterTools(props: {
  name: string;
  blanks: Blanks;
  printed: Language | 'both';
  onBlanks: (blanks: Blanks) => void;
  onPrinted: (printed: Language | 'both') => void;
}) {
  const { blanks, onBlanks } = props;
  const field = useId();
  return (
    <section class="letter-tools" aria-label={t('letter.title')}>
      <div class="page-head">
        <h1>{t('letter.title')}</h1>
        <span class="quiet">{props.name}</span>
      </div>
      <p class="quiet">{t('letter.means')}</p>
      <div class="letter-blanks">
        {FIELDS.map((name) => (
          <div class="field" key={name}>
            <label class="caption" for={field + name}>
              {t(`letter.blank.${name}`)}
            </label>
            <input
              id={field + name}
              type="text"
              autocomplete="off"
              maxLength={MOST_CHARACTERS}
              value={blanks[name]}
              data-testid={`letter-${name}`}
              onInput={(event) => onBlanks({ ...blanks, [name]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <div class="letter-print">
        <Segmented
          label={t('letter.languages')}
          options={[
            { value: 'both', label: t('letter.both') },
            { value: 'ko', label: '한국어', lang: 'ko' },
            { value: 'en', label: 'English', lang: 'en' },
          ]}
          value={props.printed}
          onChange={props.onPrinted}
        />
        <Button kind="primary" onClick={() => print()} testId="print">
          {t('letter.print')}
        </Button>
      </div>
    </section>
  );
}
