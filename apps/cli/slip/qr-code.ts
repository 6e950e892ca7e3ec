import QRCode from 'qrcode';
import { UsageError } from '../shell/failure.ts';

/** What agencies' readers take (architecture §7): byte mode, level M, at most version 30. */
const MOST_BYTES = 1_370;
const LEVEL = 'M';
/** Modules of white around, without which no reader finds a code. */
const QUIET = 4;

/** A QR code as SVG, drawn with nothing but runs of black modules. @throws UsageError if the text is too long */
export function qrSvg(text: string): string {
  const data = Buffer.from(text);
  if (data.length > MOST_BYTES)
    throw new UsageError(`A clearance of more than ${MOST_BYTES} bytes fits no QR code.`);
  const { modules } = QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: LEVEL });
  const size = modules.size + 2 * QUIET;
  const runs = Array.from({ length: modules.size }, (_, row) => runsIn(modules, row)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000" d="${runs}"/></svg>`;
}

function runsIn(modules: QRCode.BitMatrix, row: number): string {
  let runs = '';
  for (let from = 0; from < modules.size; from++) {
    if (!modules.get(row, from)) continue;
    let length = 1;
    while (from + length < modules.size && modules.get(row, from + length)) length++;
    runs += `M${from + QUIET} ${row + QUIET}h${length}v1h-${length}z`;
    from += length;
  }
  return runs;
}
