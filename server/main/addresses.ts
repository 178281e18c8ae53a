import { networkInterfaces } from 'node:os';
import QRCode from 'qrcode';

/** Addresses of this machine that others on its network can open: private IPv4 first, nothing internal. */
function networkAddresses(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const usable = found.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
  const isPrivate = (address: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
  return usable.sort((a, b) => Number(isPrivate(b)) - Number(isPrivate(a)));
}

/** What the terminal shows once the server listens: where to open it here, and on a phone by QR. */
export async function welcome(port: number, secure: boolean): Promise<string> {
  const scheme = secure ? 'https' : 'http';
  const [network] = networkAddresses();
  const lines = [`Mimic GP is ready: ${scheme}://localhost:${port}`];
  if (network) {
    const url = `${scheme}://${network}:${port}`;
    lines.push(`On this network:   ${url}`, await QRCode.toString(url, { type: 'terminal', small: true }));
  } else lines.push('No network address found: only this machine can open it.');
  return lines.join('\n');
}
