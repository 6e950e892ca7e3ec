import type { ClaimPath } from '#kernel';
import { factsOf } from '../../as-of/facts.ts';
import { recordAnswer } from '../../as-of/record-answer.ts';
import { html, Markup } from '../../html.ts';
import { artefactPath, eventIn } from '../artefacts.ts';
import type { About, BundleSources } from '../bundle.ts';
import { deliveriesIn, verificationsIn } from './page-rows.ts';
import { EVENTS, LABELS, type Bilingual } from './page-texts.ts';
import { PAGE_STYLE } from './page-style.ts';

/** The wording of the page. Raised whenever the same sources would give other bytes. */
export const PAGE = 1;

/** What a bundle holds, for people, in Russian and English: self-contained, and all that is put in stays text. */
export function bundlePage(sources: BundleSources, { record, madeAt }: About): string {
  const events = sources.excerpt.events.map((one) => ({ ...eventIn(one), index: one.index }));
  const facts = factsOf(events);
  const moments = { validAt: madeAt, knownAt: madeAt };
  const known = recordAnswer(record.issuer, record.id, facts, moments);
  const own = events.filter(({ stream }) => !/^(state|contract)-/.test(stream));
  const endorsements = events.filter(({ stream }) => stream.startsWith('state-'));
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${LABELS.title[0]} · ${LABELS.title[1]}</title>
        <style>
          ${new Markup(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <h1>${both(LABELS.title)}</h1>
        <p>${both(LABELS.proves)}</p>
        <pre>eurasec evidence verify FILE.zip --genesis genesis.json --genesis-hash HASH</pre>
        <p>${both(LABELS.nameless)}</p>
        <table>
          ${[
            row(both(LABELS.record), record.id),
            row(both(LABELS.issuer), record.issuer),
            row(both(LABELS.madeAt), madeAt),
            row(both(LABELS.status), known.status),
            ...(known.status === 'UNKNOWN'
              ? []
              : [
                  row(both(LABELS.type), known.recordType),
                  row(both(LABELS.digest), known.digest),
                  row(both(LABELS.erased), both(known.isErased ? LABELS.yes : LABELS.no)),
                ]),
          ]}
        </table>
        ${section(
          LABELS.life,
          [LABELS.time, LABELS.event, LABELS.by, LABELS.artefact, LABELS.leaf],
          own.map(({ at, type, by, index, data }) =>
            row(at, named(type), by, artefact(index, type, data), String(index)),
          ),
        )}
        ${section(
          LABELS.entitled,
          [LABELS.authority, LABELS.purpose, LABELS.claims],
          known.status === 'UNKNOWN'
            ? []
            : known.to.flatMap(({ authority, grants }) =>
                grants.map(({ purpose, claims }) =>
                  row(authority, purpose, claims.map(claimText).join(', ')),
                ),
              ),
        )}
        ${section(
          LABELS.deliveries,
          [LABELS.time, LABELS.authority, LABELS.event, LABELS.outcome],
          deliveriesIn(sources, own).map(({ time, authority, type, outcome }) =>
            row(time, authority, named(type), outcome),
          ),
        )}
        ${section(
          LABELS.verifications,
          [LABELS.time, LABELS.event, LABELS.by, LABELS.outcome],
          verificationsIn(sources).map(({ at, type, by, outcome }) =>
            row(at, named(type), by, outcome),
          ),
        )}
        ${section(
          LABELS.contracts,
          [LABELS.contract, LABELS.version, LABELS.parties, LABELS.digest],
          [...facts.contracts.values()].flatMap(({ versions }) =>
            versions.map(({ document: { id, version, parties }, hash }) =>
              row(id, String(version), parties.join(', '), hash),
            ),
          ),
        )}
        ${section(
          LABELS.participants,
          [LABELS.time, LABELS.event, LABELS.by, LABELS.artefact],
          endorsements.map(({ at, type, by, index, data }) =>
            row(at, type, by, artefact(index, type, data)),
          ),
        )}
        <h2>${both(LABELS.log)}</h2>
        <pre>${sources.excerpt.checkpoint}</pre>
      </body>
    </html> `.text;
}

const both = ([ru, en]: Bilingual): Markup => html`${ru} <small lang="en">${en}</small>`;

const named = (type: string): Markup | string => {
  const texts = EVENTS[type];
  return texts ? both(texts) : type;
};

const row = (...cells: readonly (string | Markup)[]): Markup =>
  html`<tr>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;

const section = (
  title: Bilingual,
  columns: readonly Bilingual[],
  rows: readonly Markup[],
): Markup =>
  html`<h2>${both(title)}</h2>
    ${
      rows.length === 0
        ? both(LABELS.none)
        : html`<table>
            <tr>
              ${columns.map((column) => html`<th>${both(column)}</th>`)}
            </tr>
            ${rows}
          </table>`
    }`;

/** A link to the file beside the page that holds what was signed. */
function artefact(index: number, type: string, data: object): Markup | string {
  const { jwt, statement } = data as { readonly jwt?: string; readonly statement?: string };
  const [text, kind] = jwt === undefined ? [statement, 'jws' as const] : [jwt, 'jwt' as const];
  if (text === undefined) return '';
  const path = artefactPath(index, type, text, kind);
  return html`<a href="${path}">${path}</a>`;
}

const claimText = (path: ClaimPath): string => path.map((part) => part ?? '*').join('.');
