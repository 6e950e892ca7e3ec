/** Black on white, to be printed too; nothing is loaded from anywhere. */
export const PAGE_STYLE = `
body { font: 14px/1.4 "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #000; margin: 2em auto; max-width: 60em; padding: 0 1em; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.15em; margin: 2em 0 .5em; }
small { font-size: .85em; font-weight: normal; color: #444; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #999; padding: .3em .6em .3em 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
pre { background: #f2f2f2; padding: .8em; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
