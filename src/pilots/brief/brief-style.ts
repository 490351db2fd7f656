/** The looks of a brief: the light colors of the web app, on paper of A4 or Letter size. */
export const BRIEF_STYLE = `
:root {
  color-scheme: light;
  --surface: #ffffff; --ground: #f6f7f7; --line: #d5dada; --pending: #0b6e6e; --gap: #b3400b;
  --gap-stripe: #f3b98f; --quiet: #566063; --asked-0: #eceeee; --asked-1: #cfe8e5; --asked-2: #8fcac4;
  --asked-3: #23807b; --asked-4: #0b4f4f; --asked-dark-text: #06302f; --asked-light-text: #ffffff;
}
@page { margin: 11mm 12mm; }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: #1a2022;
  font: 10pt/1.35 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  font-variant-numeric: tabular-nums; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.sheet { width: 186mm; max-width: 100%; margin: 16px auto; padding: 8mm; background: var(--surface); }
header span { min-width: 0; overflow-wrap: anywhere; }
header span + span { flex-shrink: 0; }
header { display: flex; justify-content: space-between; gap: 8mm; color: var(--quiet); font-size: 8.5pt; }
h1 { font-size: 18pt; line-height: 1.2; margin: 3mm 0 1.5mm; overflow-wrap: anywhere; }
h1.long { font-size: 13pt; }
h2 { font-size: 10.5pt; margin: 3.5mm 0 1mm; }
p { margin: 0 0 1mm; }
.quiet { color: var(--quiet); font-size: 8.5pt; overflow-wrap: anywhere; }
.verdict { border-left: 1.5mm solid var(--quiet); padding: 1mm 0 1mm 3.5mm; margin: 3mm 0; }
.verdict[data-verdict='go-on'] { border-color: var(--pending); }
.verdict[data-verdict='stop'] { border-color: var(--gap); }
.verdict strong { font-size: 13pt; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 3mm; margin: 0; }
.figures > div { border: 0.3mm solid var(--line); border-radius: 1mm; padding: 2mm 2.5mm; }
.figures dt { font-size: 8.5pt; }
.figures dd { margin: 0; font-size: 8.5pt; }
.figures strong { font-size: 15pt; display: block; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
th, td { text-align: left; padding: 0.8mm 1.5mm; border-bottom: 0.2mm solid var(--line); font-weight: 400; vertical-align: top; }
thead th { color: var(--quiet); }
.number { text-align: right; white-space: nowrap; }
[data-verdict='met'] b, b[data-verdict='met'] { color: var(--pending); }
[data-verdict='not-met'] b, b[data-verdict='not-met'] { color: var(--gap); }
ul { margin: 0; padding-left: 4.5mm; font-size: 8.5pt; }
li + li { margin-top: 0.5mm; }
figure { margin: 0; }
figcaption { font-size: 9pt; font-weight: 600; margin: 2mm 0 0; }
figure svg { display: block; max-width: 100%; height: auto; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
.definitions { columns: 2; column-gap: 6mm; font-size: 7.5pt; line-height: 1.3; margin: 0; }
.definitions div { break-inside: avoid; margin-bottom: 0.8mm; }
.definitions dt { display: inline; font-weight: 600; }
.definitions dd { display: inline; margin: 0; }
@media print {
  body { background: none; }
  .sheet { width: auto; margin: 0; padding: 0; }
  .sheet + .sheet { break-before: page; }
}
@media (max-width: 600px) {
  .figures, .halves { grid-template-columns: 1fr; }
  .definitions { columns: 1; }
  .number { white-space: normal; }
  figure { overflow-x: auto; }
  figure svg { max-width: none; }
}
`;
