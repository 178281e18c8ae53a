import type { Signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import type { Forgotten, Kept } from '../../shared/wire/rights.ts';
import { driver, withdraw } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { deleteDriver } from '../connection/rights.ts';
import { visited } from '../connection/secretlink.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { Numbers } from '../view/went.tsx';
import { Withdraw } from '../view/withdraw.tsx';
import { dayText } from './day.ts';

interface KeptProps {
  token: string;
  kept: Kept;
  trackName: (id: string) => string;
  went: Signal<Forgotten | null>;
  onChange: () => void;
}

/** How much is kept of this person, what uses it, and how all of it goes. */
export function KeptCard({ token, kept, trackName, went, onChange }: KeptProps) {
  const { datasets, policies, sessions } = kept;
  const counts = { ...kept, datasets: datasets.length, policies: policies.length };
  const takeBack = async (): Promise<void> => {
    try {
      went.value = await (token === driver.value.driverToken ? withdraw() : deleteDriver(token));
    } catch (error) {
      throw new Error(faultText(error));
    }
    // Their page is no more.
    if (visited.value === token) visited.value = null;
    else onChange();
  };
  return (
    <Card title={t('rights.kept')} icon="database" aside={t('rights.since', { day: dayText(kept.since) })}>
      <p class="note">{t('profile.dataBody')}</p>
      <Numbers {...counts} />
      <List title={t('rights.inDatasets')} empty={t('rights.noDatasets')}>
        {datasets.map(({ id, name, version, laps }) => (
          <li key={id}>
            <b>{t('rights.version', { name, version })}</b> {t('rights.lapsOfYours', { count: laps })}
          </li>
        ))}
      </List>
      {policies.length === 0 ? null : (
        <List title={t('rights.inPolicies')}>
          {policies.map(({ id, trackId, createdAt }) => (
            <li key={id}>
              <b>{trackName(trackId)}</b> {dayText(createdAt)} <span class="mono">{id}</span>
            </li>
          ))}
        </List>
      )}
      {sessions.length === 0 ? null : (
        <List title={t('rights.inSessions')}>
          {sessions.map(({ id, name, nickname, laps, eraseAt }) => (
            <li key={id}>
              <b>{name}</b> {t('rights.asNickname', { nickname })} {t('rights.lapsOfYours', { count: laps })}
              {eraseAt === null ? null : <small>{t('rights.erasedOn', { day: dayText(eraseAt) })}</small>}
            </li>
          ))}
        </List>
      )}
      <Withdraw onWithdraw={takeBack}>
        <p>{t('rights.goes')}</p>
        <Numbers {...counts} />
      </Withdraw>
    </Card>
  );
}

function List({ title, empty, children }: { title: string; empty?: string; children: ComponentChild[] }) {
  if (children.length === 0) return <p class="note">{empty}</p>;
  return (
    <details class="rights-list">
      <summary>
        {title} <span class="number">{children.length}</span>
      </summary>
      <ul>{children}</ul>
    </details>
  );
}
