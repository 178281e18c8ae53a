import { pseudonym } from '../../shared/wire/pseudonym.ts';
import { language, t } from '../locale/locale.ts';

/** Somebody who drove, as lists and logs name them. */
export interface Named {
  driverId: string;
  kind: 'human' | 'scripted' | 'policy' | 'ghost';
  /** Whose clone it is; null for people, and where that is not known. */
  cloneOf: string | null;
}

/** The words for a driver on pages that show no nicknames: a pseudonym, whose clone, or what a script drives like. */
export function nameOf({ driverId, kind, cloneOf }: Named, ownId: string | null): string {
  if (kind === 'human') return driverId === ownId ? t('named.you') : pseudonym(driverId, language.value);
  if (kind === 'scripted') return scriptName(driverId);
  if (cloneOf === null) return t('named.clone');
  return cloneOf === ownId ? t('named.yourClone') : t('named.cloneOf', { name: pseudonym(cloneOf, language.value) });
}

const SCRIPT = /^scripted-(fast|mid|sloppy)-(keyboard|pad)/;

function scriptName(driverId: string): string {
  const [, skill, hands] = SCRIPT.exec(driverId) ?? [];
  if (!skill || !hands) return t('named.script');
  return t('named.scripted', { skill: t(`named.skill.${skill}`), hands: t(`named.hands.${hands}`) });
}
