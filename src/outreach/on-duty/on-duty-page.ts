import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { html, Html } from '../../platform/html.js';
import type { OnDutyScreenDto } from './on-duty.dto.js';

const REFRESH_SECONDS = 30;

/**
 * Reads the page again and again, and shows what is new. When the server does not answer, the page says since when, because a
 * screen that stands still looks like one that is up to date.
 */
const SCRIPT = `
const page = document.querySelector('main');
const stale = document.querySelector('[role=alert]');
let told = page.dataset.at;
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(20000) });
    if (answer.status === 404) return void location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    told = next.dataset.at;
    page.innerHTML = next.innerHTML;
    stale.hidden = true;
  } catch {
    stale.hidden = false;
    stale.textContent = 'Not up to date: the last answer came at ' + told + '.';
  }
}, ${REFRESH_SECONDS * 1000});
`;

const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f7; --ink: #15201f; --quiet: #566063; --accent: #0b6e6e; --line: #d5dada; --alert: #8a2f06; --alert-ground: #fbe3d3;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #10191a; --ink: #eef3f2; --quiet: #a3b1b2; --accent: #6fd0c8; --line: #2b3a3b; --alert: #ffd9c2; --alert-ground: #5a240b; }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: clamp(16px, 5vw, 72px); background: var(--ground); color: var(--ink);
  font: 400 clamp(16px, 2.2vw, 32px)/1.35 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
h1 { margin: 0; font-size: 1em; font-weight: 600; color: var(--quiet); overflow-wrap: anywhere; }
h2 { margin: 1.4em 0 .2em; font-size: .8em; font-weight: 600; color: var(--accent); }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .25em 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
li:last-child { border-bottom: 0; }
.now b { display: block; font-size: 2.4em; font-weight: 700; line-height: 1.15; }
.next b { font-weight: 600; }
span, footer { color: var(--quiet); }
footer { margin-top: 2em; font-size: .7em; }
[role=alert] { margin: 0 0 1em; padding: .6em .8em; border-radius: 8px; color: var(--alert); background: var(--alert-ground); }
[hidden] { display: none; }
`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Its own script only, and any page may show it in a frame: there is nothing to press. */
export const SCREEN_POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOf(SCRIPT)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *`;

/** A page for a screen at the door: who is on duty, until when, and who comes next. */
export function onDutyPage({ location, timeZone, at, now, next }: OnDutyScreenDto): string {
  const moment = DateTime.fromISO(at, { zone: timeZone, locale: 'en' });
  const timeOf = (iso: string): string =>
    timeText(DateTime.fromISO(iso, { zone: timeZone, locale: 'en' }), moment);
  const asOf = moment.toFormat('ccc d LLL, HH:mm');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>On duty · ${location}</title>
        <style>
          ${new Html(STYLE)}
        </style>
        <noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>
      </head>
      <body>
        <p role="alert" hidden></p>
        <main data-at="${asOf}">
          <h1>${location}</h1>
          <h2>On duty now</h2>
          <ul class="now">
            ${
              now.length === 0
                ? html`<li><b>Nobody</b></li>`
                : now.map(
                    ({ name, position, until }) =>
                      html`<li>
                        <b>${name ?? position}</b>
                        <span>${name === null ? '' : `${position}, `}until ${timeOf(until)}</span>
                      </li>`,
                  )
            }
          </ul>
          <h2>Next</h2>
          <ul class="next">
            ${
              next.length === 0
                ? html`<li>Nobody within a week</li>`
                : next.map(
                    ({ name, position, from }) =>
                      html`<li>
                        <b>${name ?? position}</b>
                        <span>${name === null ? '' : `${position}, `}from ${timeOf(from)}</span>
                      </li>`,
                  )
            }
          </ul>
          <footer>As of ${asOf} (${moment.offsetNameShort})</footer>
        </main>
        ${new Html(`<script>${SCRIPT}</script>`)}
      </body>
    </html>`.text;
}

/** The time; with its day unless it is within half a day, and with the zone's name across a clock change. */
function timeText(time: DateTime, moment: DateTime): string {
  const isNear = Math.abs(time.diff(moment).as('hours')) < 12;
  const day = isNear ? 'HH:mm' : 'ccc d LLL, HH:mm';
  return time.toFormat(time.offset === moment.offset ? day : `${day} ZZZZ`);
}
