/** One server-sent event. */
export interface ServerEvent {
  name: string;
  data: string;
}

const LINE = /\r\n|\n|\r/;

/**
 * Server-sent events out of text that arrives in pieces (HTML standard, 9.2.6): a blank line ends an event, lines of data
 * are joined, a line that begins with a colon says nothing.
 *
 * `EventSource` does the same, and cannot send the header that says who asks.
 */
export class EventReader {
  private rest = '';
  private name = '';
  private data: string[] = [];

  /** The events that are whole now. */
  read(piece: string): ServerEvent[] {
    const lines = (this.rest + piece).split(LINE);
    this.rest = lines.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const line of lines) {
      if (line === '') this.finish(events);
      else this.field(line);
    }
    return events;
  }

  private finish(events: ServerEvent[]): void {
    if (this.data.length > 0) events.push({ name: this.name || 'message', data: this.data.join('\n') });
    this.name = '';
    this.data = [];
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.name = value;
    if (field === 'data') this.data.push(value);
  }
}
