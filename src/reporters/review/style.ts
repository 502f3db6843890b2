/** The look of the review page, light and dark, on screens and on paper. */

export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --soft: #57606a; --line: #d0d7de; --box: #f6f8fa;
  --link: #0b57c0; --bad: #b3261e; --good: #116329; --fair: #7d4e00; --del: #ffebe9; --ins: #dafbe1; --delmark: #ffc1bb;
  --insmark: #9be9ad; --kw: #8a1f6d; --str: #0a3069; --num: #0a3069; --com: #57606a; --barbg: #d8dee4; --bar: #116329 }
@media screen and (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --soft: #9da7b1; --line: #30363d; --box: #161b22;
  --link: #79b8ff; --bad: #ff9a8d; --good: #6fdd8b; --fair: #e3b341; --del: #3c1618; --ins: #12301b; --delmark: #671b19;
  --insmark: #154a25; --kw: #ff9bd0; --str: #a5d6ff; --num: #a5d6ff; --com: #9da7b1; --barbg: #30363d; --bar: #6fdd8b } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--bg); color: var(--fg); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem }
header { padding-top: 1.5rem } footer { padding-bottom: 3rem; color: var(--soft) }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem }
h3 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem }
.skip { position: absolute; left: -999rem } .skip:focus { left: 1rem; top: .5rem; background: var(--bg); padding: .25rem .5rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.soft { color: var(--soft) } .bad { color: var(--bad) } .good { color: var(--good) } .fair { color: var(--fair) }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0 }
.facts div { min-width: 6rem } .facts dt { color: var(--soft); font-size: .875rem }
.facts dd { margin: 0; font-size: 1.4rem; font-weight: 600 }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1rem; content-visibility: auto; contain-intrinsic-size: auto 18rem }
article:target, li:target { outline: 3px solid var(--link) }
article > * { margin-top: 0; margin-bottom: .5rem }
.diff { background: var(--box); border: 1px solid var(--line); border-radius: .375rem; padding: .25rem 0; overflow-x: auto; line-height: 1.45; tab-size: 4 }
.diff code { display: block; width: max-content; min-width: 100% }
.diff span.l, .diff del, .diff ins { display: block; padding-right: 1rem; text-decoration: none; min-height: 1.45em }
.diff del { background: var(--del) } .diff ins { background: var(--ins) }
.diff del mark { background: var(--delmark) } .diff ins mark { background: var(--insmark) } .diff mark { color: inherit }
.diff b { display: inline-block; width: 8ch; padding-right: 1ch; margin-right: .5ch; text-align: right; font-weight: 400; color: var(--soft); user-select: none }
.diff del b, .diff ins b { color: var(--fg) }
.k { color: var(--kw) } .s { color: var(--str) } .n { color: var(--num) } .c { color: var(--com) }
ul { padding-left: 1.25rem; margin: .25rem 0 } li { overflow-wrap: anywhere } details ul { margin-bottom: .5rem } section > details { margin-bottom: .75rem }
summary { cursor: pointer }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { overflow-wrap: normal; text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap; font-variant-numeric: tabular-nums }
th:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 12rem } tbody th { font-weight: 400 } tbody tr.folder th { font-weight: 600 }
.bar { display: inline-block; width: 5rem; height: .6rem; border-radius: .3rem; background: var(--barbg); overflow: hidden; margin-right: .5rem }
.bar i { display: block; height: 100%; background: var(--bar) }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 0 0 1rem }
form[hidden] { display: none } label { display: grid; min-width: 0; max-width: 100%; font-size: .875rem; color: var(--soft) }
select, button { min-width: 0; font: inherit; color: var(--fg); background: var(--box); border: 1px solid var(--soft); border-radius: .375rem; padding: .25rem .5rem; max-width: 100%; min-height: 2rem }
.mutants { list-style: none; padding-left: 0; columns: 28rem } .mutants li { break-inside: avoid; font-size: .875rem; padding: .1rem 0 }
@media (max-width: 40rem) { .diff b { width: 7ch; padding-right: .5ch } .mutants { columns: auto }
  th, td { padding: .25rem; font-size: .8125rem } thead th { white-space: normal; vertical-align: bottom } th:first-child { min-width: 7rem }
  .bar { display: block; width: 100%; min-width: 2.5rem; height: .3rem; margin: 0 0 .15rem } }
@media print { :root { color-scheme: light } form, .skip, .noprint, .bar { display: none !important } .scroll { overflow: visible }
  th, td { padding: .2rem .3rem; font-size: .75rem; white-space: normal } th:first-child { min-width: 8rem } article { break-inside: avoid; content-visibility: visible } .diff { overflow: visible }
  .diff code { width: auto } .diff span.l, .diff del, .diff ins { white-space: pre-wrap } a { color: inherit } }
`
