import { useEffect } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { chooseLanguage, LANGUAGES, type Language, language, t } from '../locale/locale.ts';
import { Badge } from './badge.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Logo } from './logo.tsx';
import { Segmented } from './segmented.tsx';
import { SettingsButton } from './settingsbutton.tsx';

export type Theme = 'asphalt' | 'paper';

/** `also` are pages that belong to one of these and have none of their own. */
const PAGES: { path: string; key: string; icon: IconName; also?: readonly string[] }[] = [
  { path: '/', key: 'app.race', icon: 'flag' },
  { path: '/records', key: 'app.records', icon: 'trophy' },
  { path: '/theatre', key: 'app.theatre', icon: 'film' },
  { path: '/clone', key: 'app.clone', icon: 'clone' },
  { path: '/policies', key: 'app.policies', icon: 'network' },
  { path: '/divergence', key: 'app.divergence', icon: 'fork' },
  { path: '/data', key: 'app.data', icon: 'table' },
  { path: '/sessions', key: 'app.sessions', icon: 'users', also: ['/session', '/join', '/letter'] },
  { path: '/me', key: 'app.me', icon: 'person' },
];
/** Each language is named in itself. */
const NAMES: Record<Language, string> = { en: 'EN', ko: '한국어' };

/** A name is the same in every language. */
const PRODUCT = 'Mimic GP';

/** Whether an address is a page or below it, as a data set is below the data. */
const isWithin = (here: string, path: string): boolean =>
  here === path || (path !== '/' && here.startsWith(`${path}/`));

/** With a soft hyphen in a word too long for a phone's column: "Diver-gence", "Sess-ions". */
const breakable = (name: string): string => name.replace(/^(\w{4,5})(\w{4,})$/, '$1\u00AD$2');

let visited = false;

/**
 * What a new page does once: its title, the top of the window, and the focus at its beginning, so that a screen reader
 * starts there. The first page leaves the focus to the browser.
 */
function arrive(here: string): void {
  const page = PAGES.find(({ path }) => isWithin(here, path));
  document.title = page ? `${t(page.key)} · ${PRODUCT}` : PRODUCT;
  if (visited) document.getElementById('main')?.focus({ preventScroll: true });
  if (visited) window.scrollTo(0, 0);
  visited = true;
}

/** The bar above every page but the race; `name` is the driver's, empty while they have none. */
export function AppBar({ theme, name }: { theme: Theme; name: string }) {
  const [here] = useLocation();
  useEffect(() => {
    document.body.dataset.theme = theme;
  }, [theme]);
  useEffect(() => arrive(here), [here, language.value]);
  return (
    <header class="appbar">
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <Link href="/" class="appbar-home">
        <Logo />
      </Link>
      <nav aria-label={t('app.navigation')}>
        {PAGES.map(({ path, key, icon, also = [] }) => (
          <Link
            key={path}
            href={path}
            class={[path, ...also].some((one) => isWithin(here, one)) ? 'on' : ''}
            aria-current={isWithin(here, path) ? 'page' : undefined}
          >
            <Icon name={icon} size={18} />
            <span>{breakable(t(key))}</span>
          </Link>
        ))}
      </nav>
      <Segmented
        label={t('app.language')}
        options={LANGUAGES.map((value) => ({ value, label: NAMES[value], lang: value }))}
        value={language.value}
        onChange={chooseLanguage}
      />
      <SettingsButton kind="appbar-settings" />
      <span class="appbar-driver">
        <Badge driver={1} clone={false} size={22} />
        {name || t('app.nobody')}
      </span>
    </header>
  );
}
