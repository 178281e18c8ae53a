import { type Language, textIn } from '../locale/locale.ts';
import type { Blanks } from './lettertools.tsx';

const SECTIONS = ['recorded', 'purpose', 'who', 'howLong', 'rights'] as const;
const ANSWERS = ['agree', 'exported', 'refuse'] as const;
const SIGNED = ['child', 'guardian', 'date'] as const;

/** One letter on one sheet, with the slip that comes back. */
export function Letter({ language, eraseAt, blanks }: { language: Language; eraseAt: string; blanks: Blanks }) {
  const text = (key: string, values?: Record<string, string>) => textIn(language, key, values);
  const day = new Date(eraseAt).toLocaleDateString(language, { year: 'numeric', month: 'long', day: 'numeric' });
  return (
    <article class="letter" lang={language} data-testid={`letter-${language}`}>
      <header>
        <h2>{text('letter.body.title')}</h2>
        <p>
          <Blank text={blanks.school} name={text('letter.body.school')} />
          <Blank text={blanks.teacher} name={text('letter.body.teacher')} />
        </p>
      </header>
      <p>{text('letter.body.greeting')}</p>
      <p>{text('letter.body.intro')}</p>
      {SECTIONS.map((section) => (
        <section key={section}>
          <h3>{text(`letter.body.${section}.title`)}</h3>
          <p>{text(`letter.body.${section}.text`, { day })}</p>
        </section>
      ))}
      <p>
        {text('letter.body.contact')} <Blank text={blanks.contact} name={text('letter.body.contactName')} />
      </p>
      <p>{text('letter.body.closing')}</p>
      <section class="letter-slip">
        <h3>
          {text('letter.body.slip.title')} <Blank text={blanks.returnBy} name={text('letter.body.slip.returnBy')} />
        </h3>
        <ul>
          {ANSWERS.map((answer) => (
            <li key={answer}>
              <span class="letter-box" aria-hidden="true" />
              {text(`letter.body.slip.${answer}`)}
            </li>
          ))}
        </ul>
        <p class="letter-signed">
          {SIGNED.map((name) => (
            <Blank key={name} text="" name={text(`letter.body.slip.${name}`)} />
          ))}
        </p>
        <p class="letter-small">{text('letter.body.slip.stays')}</p>
      </section>
    </article>
  );
}

/** Something filled in, or a line to write on. */
function Blank({ text, name }: { text: string; name: string }) {
  return (
    <span class="letter-blank">
      <small>{name}</small>
      <span>{text}</span>
    </span>
  );
}
