/** Runs in a browser: drives the scenario on the served track and posts its hashes back, or the error. */
import { runScenario } from './scenario.ts';

const track: unknown = await (await fetch('/track.json')).json();
let report: { hashes: string[] } | { error: string };
try {
  report = { hashes: runScenario(track) };
} catch (error) {
  report = { error: String(error) };
}
document.title = 'done';
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
