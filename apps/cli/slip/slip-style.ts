/** One A4 sheet, black on white; nothing is loaded from anywhere. */
export const SLIP_STYLE = `
@page { size: A4 portrait; margin: 12mm 15mm; }
body { font: 11pt/1.3 "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #000; margin: 0 auto; max-width: 180mm; }
h1 { font-size: 15pt; margin: 0 0 4mm; }
h2 { font-size: 11pt; margin: 4mm 0 1mm; }
small { font-size: 9pt; font-weight: normal; color: #333; }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 1mm 4mm; margin: 0; }
dt, dd { margin: 0; border-bottom: 0.2mm solid #999; }
dd { font-weight: bold; }
figure { display: flex; gap: 6mm; margin: 5mm 0; break-inside: avoid; }
figure svg { width: 85mm; height: 85mm; flex: none; }
footer { margin-top: 5mm; font-size: 9pt; }
footer p { margin: 2mm 0 0; }
`;
