import { useMemo } from 'preact/hooks';
import QRCode from 'qrcode';

/** Light modules that a reader needs round the symbol (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code as one path, dark on light whatever the theme: readers expect it so. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  const whole = size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} role="img" aria-label={label}>
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** One horizontal bar for each run of dark modules, in modules from the upper left. */
export function qrPath(text: string): { path: string; size: number } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; ) {
      const from = column;
      while (column < size && data[row * size + column] === 1) column += 1;
      if (column > from) path += `M${from} ${row}h${column - from}v1h${from - column}z`;
      else column += 1;
    }
  }
  return { path, size };
}
