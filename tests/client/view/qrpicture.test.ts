import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { qrPath } from '../../../client/view/qrpicture.tsx';

test('the bars of the picture are the modules of the symbol, none twice', () => {
  const text = 'http://192.0.2.7:2567/?code=K7M2QP';
  const { path, size } = qrPath(text);
  const dark = new Map<string, number>();
  for (const [, column, row, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let k = 0; k < Number(length); k++) {
      const at = `${row} ${Number(column) + k}`;
      dark.set(at, (dark.get(at) ?? 0) + 1);
    }
  }
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  expect(size).toBe(modules.size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      expect(dark.get(`${row} ${column}`) ?? 0).toBe(modules.get(row, column) ? 1 : 0);
    }
  }
});
