/** What the browser keeps for us, as JSON. Storage may be absent, full or forbidden: then nothing is kept, nothing fails. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The value then lasts as long as the page.
  }
}

/** What was kept under `key`, or null. */
export function recall(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
