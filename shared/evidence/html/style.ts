import { Safe } from './html.ts'

/** Dark and light, phone and paper; states are told by words and marks, never by colour alone. */
export const style = new Safe(`
:root{color-scheme:light dark;--bg:#f4f6f9;--card:#fff;--ink:#14202c;--dim:#52606d;--line:#dbe2ea;--soft:#eef2f7;--good:#15703f;--bad:#b42318;--wait:#855500;--work:#2563c4;--watch:#0b6f84;--next:#1f9d68;--live:#5b7fb5;--under:#0b6f84;--good-soft:#e3f5ea;--bad-soft:#fdeae7;--wait-soft:#fbf0d9;--under-soft:#e0f2f5}
@media(prefers-color-scheme:dark){:root{--bg:#0d1319;--card:#151d26;--ink:#e8edf3;--dim:#a3b1bf;--line:#2a3643;--soft:#1d2732;--good:#5bd096;--bad:#ff9384;--wait:#f0b34a;--work:#7aa7f7;--watch:#4cc3d9;--next:#3ecf8e;--live:#7f9fd0;--under:#5fd0e4;--good-soft:#12301f;--bad-soft:#3a1a16;--wait-soft:#33260d;--under-soft:#0f2d34}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:1120px;margin:0 auto;padding:20px 16px 64px}
.plain{list-style:none;margin:0;padding:0}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top{padding:22px 24px;border-radius:16px;background:var(--card);border:1px solid var(--line);border-left:8px solid var(--tone)}
.good{--tone:var(--good);--tone-soft:var(--good-soft)}.bad{--tone:var(--bad);--tone-soft:var(--bad-soft)}.wait{--tone:var(--wait);--tone-soft:var(--wait-soft)}.under{--tone:var(--under);--tone-soft:var(--under-soft)}
.eyebrow{margin:0;color:var(--dim);font-size:.86rem}
h1{margin:0 0 6px;font-size:1.75rem;line-height:1.25;font-weight:700;letter-spacing:-.01em}
.badge{display:inline-block;font-size:.95rem;font-weight:600;letter-spacing:0;vertical-align:.25em;margin-left:6px;padding:2px 12px;border-radius:99px;color:var(--tone);background:var(--tone-soft)}
h2{margin:30px 0 10px;font-size:1.15rem}h3{margin:0 0 4px;font-size:.95rem}h3 .dim{font-weight:400;font-size:.86rem}
.todo-title{margin:14px 0 4px;font-size:1rem}
.state{font-size:1.08rem;font-weight:600}
p{margin:6px 0}.dim{color:var(--dim)}.small{font-size:.86rem}
.rail{display:flex;flex-wrap:wrap;gap:6px;margin:14px 0 4px}
.rail li{padding:4px 11px 4px 8px;border-radius:99px;font-size:.86rem;background:var(--tone-soft,var(--soft));color:var(--tone,var(--dim))}
.rail .under{box-shadow:inset 0 0 0 2px var(--tone);font-weight:600}
.rail .ahead{background:none;color:var(--dim);box-shadow:inset 0 0 0 1px var(--line)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:10px;margin:14px 0 0}
.facts.charts{grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));margin:0}
.fact{background:var(--soft);border-radius:10px;padding:9px 12px;margin:0}.fact dd{margin:0}.fact b{display:block;font-size:1.12rem}
.charts .fact{background:var(--card);border:1px solid var(--line)}.charts .fact b{font-size:.95rem}.charts .is-bad{border-color:var(--bad)}.is-bad strong{color:var(--bad)}
.charts svg{display:block;width:100%;height:auto;margin-top:6px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:14px 16px}
.mark{display:inline-block;min-width:1.1em;font-weight:700}
.pass .mark,.well .mark,.back .mark,.rail .good .mark{color:var(--good)}.fail .mark,.badly .mark{color:var(--bad)}.unknown .mark{color:var(--wait)}.unfinished .mark{color:var(--under)}
.tag{display:inline-block;font-size:.8rem;padding:0 8px;border-radius:99px;background:var(--soft);color:var(--dim);white-space:nowrap}
.fail .tag,.tag.unclear{background:var(--bad-soft);color:var(--bad)}.unknown .tag,.tag.asks,.gate-awaiting .tag{background:var(--wait-soft);color:var(--wait)}.pass .tag,.tag.new,.gate-opened .tag,.item.back .tag{background:var(--good-soft);color:var(--good)}.gate-rejected .tag,.gate-expired .tag{background:var(--bad-soft);color:var(--bad)}
.todo{font-weight:600}.waits{color:var(--wait);font-weight:600}.undo-words{color:var(--wait)}
code{font:.84rem/1.4 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.list>.item{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:4px 20px;padding:9px 0;border-top:1px solid var(--line)}
.list>.item:first-child{border-top:0}.list>.item>div{min-width:0}.meta{display:inline-block;padding-left:1.45em}
.item li+li{margin-top:4px}
.diff{margin:0 0 4px}.diff>div{display:grid;grid-template-columns:minmax(90px,2fr) 5fr;gap:2px 12px}.diff dt{color:var(--dim);font-size:.86rem}.diff dd{margin:0}
.timeline>li+li{margin-top:12px}
.row{display:grid;grid-template-columns:minmax(150px,25%) 1fr 252px;gap:0 12px;align-items:center;min-height:24px;font-size:.9rem}
.row .name{display:flex}.row .name .mark{flex:none;min-width:1.45em}.row .took{font-variant-numeric:tabular-nums}.row .note{grid-column:1/-1;padding-left:1.5em}.row.ahead .name{color:var(--dim)}
.bar{display:block;width:100%;height:20px;overflow:visible}
.grid{stroke:var(--line)}.now{stroke:var(--under);stroke-width:2}
.working,.work{fill:var(--work)}.watching,.watch{fill:var(--watch)}.waiting,.wait rect{fill:var(--wait)}.undoing,.undo{fill:var(--bad)}
.bar .ahead,.key.ahead rect{fill:var(--soft);stroke:var(--dim);stroke-dasharray:3 2}
.legend{display:flex;gap:4px 16px;flex-wrap:wrap;margin:12px 0 0}.key{width:12px;height:12px;margin-right:6px;vertical-align:-1px;overflow:visible}
.traffic{margin:0}.traffic+.traffic{margin-top:16px}.share b{font-size:1.05rem}.share{margin-left:10px}
.flow{display:block;width:100%;height:66px;margin-top:6px}.flow .live{fill:var(--live);opacity:.26}.next{fill:var(--next)}.key.live{fill:var(--live);opacity:.45}.seen{fill:var(--ink);stroke:var(--card)}
.bound{stroke:var(--bad);stroke-dasharray:5 4}.curve{fill:none;stroke:var(--work);stroke-width:2}text.bad{fill:var(--bad);font:12px system-ui,sans-serif}
ul{margin:6px 0;padding-left:20px}details{margin-top:8px}summary{cursor:pointer;padding:4px 0}
.places{display:flex;flex-wrap:wrap;gap:2px 16px;margin-top:14px}.places a{padding:5px 0}a{color:var(--work)}section[id]{scroll-margin-top:12px}
:focus-visible{outline:3px solid var(--work);outline-offset:2px;border-radius:4px}
@media(max-width:640px){summary,.places a{padding:11px 0;min-height:44px}.places{margin-top:8px}main{padding:10px 10px 40px}.top{padding:16px}h1{font-size:1.4rem}.card{padding:12px}.facts{grid-template-columns:repeat(2,minmax(0,1fr))}.list>.item{grid-template-columns:minmax(0,1fr)}.row{grid-template-columns:1fr auto;margin-bottom:4px}.row .bar{grid-column:1/-1;grid-row:2}.row .took{text-align:right}.took .dim,.took .usually{display:none}.diff>div{grid-template-columns:minmax(0,1fr)}}
@media print{.places{display:none}details::details-content{content-visibility:visible;block-size:auto}body{background:#fff}.card,.top,.item{break-inside:avoid}}
`)
