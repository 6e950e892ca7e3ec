import jsQr from 'jsqr';

/** Pixels to a module, as a camera close by sees it. */
const PIXELS = 4;

/** What a camera reads from the QR code on a page, an SVG of runs of black modules; undefined if there is none. */
export function scanned(page: string): string | undefined {
  const svg = /<svg[^>]+viewBox="0 0 (\d+) \1".*?<\/svg>/s.exec(page);
  if (!svg) return undefined;
  const width = Number(svg[1]) * PIXELS;
  const image = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const run of svg[0].matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    const [x, y, length] = run.slice(1).map(Number) as [number, number, number];
    for (let row = y * PIXELS; row < (y + 1) * PIXELS; row++) {
      const from = row * width + x * PIXELS;
      for (let at = from; at < from + length * PIXELS; at++) image.fill(0, at * 4, at * 4 + 3);
    }
  }
  return jsQr.default(image, width, width)?.data;
}
