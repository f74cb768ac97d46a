/** The look of the page, light and dark. Every pair of colours has a contrast of at least 4.5 to 1. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f7f9;--line:#d9dde3;--ink:#1b1f24;--quiet:#57606a;--good:#0b6b35;--bad:#b3261e;--heard:#0b5a8a;--caller:#7a4b00;--outside:#0b6b35;--about:#fff3d6;--del:#ffe3e0;--ins:#d9f5e3;--badink:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--panel:#1c2026;--line:#343b45;--ink:#e8ebef;--quiet:#a3acb8;--good:#5dd39e;--bad:#ff8a80;--heard:#7cc4f5;--caller:#f0c36d;--outside:#5dd39e;--about:#3a3014;--del:#4d2320;--ins:#143d28;--badink:#14171b}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
header,main{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem}
h1{margin:0 0 .5rem;font-size:1.6rem}
h2{margin:2rem 0 .5rem;font-size:1.05rem;overflow-wrap:anywhere}
h2 small{color:var(--quiet);font-weight:400;margin-left:.5rem}
h3{margin:1rem 0 .25rem;font-size:.85rem;color:var(--quiet);font-weight:600}
.summary{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;margin:0 0 .75rem}
.badge{padding:.1rem .7rem;border-radius:1rem;color:var(--badink);font-weight:600}
.badge.good{background:var(--good)}.badge.bad{background:var(--bad)}
.quiet{color:var(--quiet)}
.share{height:6px;border-radius:3px;background:var(--bad);overflow:hidden}
.share i{display:block;height:100%;background:var(--good)}
.test{border:1px solid var(--line);border-radius:8px;margin:.4rem 0;background:var(--panel)}
.test.bad{border-color:var(--bad)}
summary{cursor:pointer;padding:.5rem .8rem;font-weight:500;border-radius:8px;overflow-wrap:anywhere}
summary:focus-visible{outline:2px solid var(--heard);outline-offset:2px}
.good>summary .mark{color:var(--good)}.bad>summary .mark{color:var(--bad)}
.mark{font-weight:700;margin-right:.25rem}
.body{padding:0 .8rem .8rem}
.differences,.faults{margin:.25rem 0;padding-left:1.1rem}
.differences>li,.faults>li{margin:.4rem 0;overflow-wrap:anywhere}
.differences b,.faults b{color:var(--bad)}
.differences p{margin:.15rem 0}
del,ins{padding:0 .1em;border-radius:2px}
del{background:var(--del);color:inherit;text-decoration:line-through}
ins{background:var(--ins);color:inherit;text-decoration:underline;text-underline-offset:2px}
.transcript{list-style:none;margin:0;padding:.4rem 0;background:var(--paper);border:1px solid var(--line);border-radius:6px;font-size:.9rem}
.transcript li{display:grid;grid-template-columns:3.2rem 1.4rem 1fr;padding:.1rem .7rem;overflow-wrap:anywhere}
.transcript time{color:var(--quiet);font-variant-numeric:tabular-nums}
.transcript .step{color:var(--quiet)}.transcript .heard,.transcript .written{color:var(--heard)}
.transcript .caller{color:var(--caller)}.transcript .outside{color:var(--outside)}.transcript .trouble{color:var(--bad)}
.transcript .end{font-weight:600}
.transcript .about{background:var(--about);box-shadow:inset 3px 0 0 var(--bad)}
.requests{padding-left:1.2rem;margin:.25rem 0}
pre,code{font:.85rem/1.45 ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}
pre{margin:.25rem 0;padding:.6rem .8rem;background:var(--paper);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap}
.replay{margin:1rem 0 0}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;
