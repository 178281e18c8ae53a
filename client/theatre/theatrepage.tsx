import { useMemo } from 'preact/hooks';
import { useSearch } from 'wouter-preact';
import { driver } from '../connection/driver.ts';
import { AppBar } from '../view/appbar.tsx';
import { EpisodeLink } from './episodelink.tsx';
import { RaceList } from './racelist.tsx';
import { showingOf } from './sharelink.ts';
import { Theatre } from './theatre.tsx';
import './rail.css';
import './racelist.css';
import './theatre.css';

/** The races that were kept, and one of them again. */
export default function TheatrePage() {
  const search = useSearch();
  const showing = useMemo(() => showingOf(search), [search]);
  const episode = new URLSearchParams(search).get('episode');
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" tabIndex={-1} class={`page theatre ${showing ? 'playing' : ''}`}>
        {showing ? <Theatre key={showing.race} showing={showing} /> : null}
        {!showing && episode !== null ? <EpisodeLink episodeId={episode} /> : null}
        {!showing && episode === null ? <RaceList /> : null}
      </main>
    </>
  );
}
