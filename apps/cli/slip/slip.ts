import { html, Markup, type OwnStatusAnswer } from '#client';
import { dayOf } from '#kernel';
import { CLEARANCES, ITEMS, LABELS, STATUSES, type Bilingual } from './slip-texts.ts';
import { SLIP_STYLE } from './slip-style.ts';

export type GivenStatus = Extract<OwnStatusAnswer, { answer: 'GIVEN' }>;

/** What of the worker's clearance is printed: its QR code as SVG, and its last day if it shows that. */
export type SlipClearance = { readonly qr: string; readonly validUntil: string | undefined };

/**
 * A page in Russian and English that a worker takes home: self-contained, one A4 sheet, without a name. The QR code is
 * on it only while the clearance is confirmed.
 */
export function slipPage(given: GivenStatus, clearance: SlipClearance | undefined): string {
  const shown = given.clearance === 'CONFIRMED' ? clearance : undefined;
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${LABELS.title.ru} · ${LABELS.title.en}</title>
        <style>
          ${new Markup(SLIP_STYLE)}
        </style>
      </head>
      <body>
        <h1>${LABELS.title.ru}<br /><small lang="en">${LABELS.title.en}</small></h1>
        <dl>${facts(given)}</dl>
        ${checklist(given)} ${shown ? [code(shown)] : []}
        <footer>
          <dl>${origin(given)}</dl>
          <p>${LABELS.nameless.ru}<br /><span lang="en">${LABELS.nameless.en}</span></p>
          <p>${LABELS.consent.ru}<br /><span lang="en">${LABELS.consent.en}</span></p>
        </footer>
      </body>
    </html> `.text;
}

const facts = ({ destination, status, since, canProceed, clearance }: GivenStatus) => [
  fact(LABELS.destination, destination),
  fact(LABELS.status, STATUSES[status]),
  fact(LABELS.since, dayOf(since)),
  fact(LABELS.canProceed, canProceed ? LABELS.yes : LABELS.no),
  fact(LABELS.clearance, CLEARANCES[clearance]),
];

const origin = ({ checkedAt, aud, receiptId }: GivenStatus) => [
  fact(LABELS.checked, `${checkedAt.slice(0, 10)} ${checkedAt.slice(11, 16)} UTC`),
  fact(LABELS.by, aud),
  fact(LABELS.receipt, receiptId),
];

const checklist = ({ checklist }: GivenStatus): readonly Markup[] => [
  html`<h2>${LABELS.checklist.ru} <small lang="en">${LABELS.checklist.en}</small></h2>
    <dl>
      ${checklist.map(({ item, isDone }) => fact(ITEMS[item], isDone ? LABELS.done : LABELS.open))}
    </dl>`,
];

const code = ({ qr, validUntil }: SlipClearance) =>
  html`<figure>
    ${new Markup(qr)}
    <figcaption>
      ${validUntil === undefined ? [] : [html`<dl>${fact(LABELS.validUntil, validUntil)}</dl>`]}
      <p>${LABELS.show.ru}</p>
      <p lang="en">${LABELS.show.en}</p>
    </figcaption>
  </figure>`;

/** A label and its value in both languages; a value that is a code or a date reads the same in each. */
function fact(label: Bilingual, value: Bilingual | string): Markup {
  const { ru, en } = typeof value === 'string' ? { ru: value, en: '' } : value;
  const english = en === '' ? [] : [html` <small lang="en">${en}</small>`];
  return html`<dt>${label.ru} <small lang="en">${label.en}</small></dt>
    <dd>${ru}${english}</dd>`;
}
