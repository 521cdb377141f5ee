import { Safe } from './html.ts'

/** Dark and light, phone and paper; states are told by words and marks, never by colour alone. */
export const style = new Safe(`
:root{color-scheme:light dark;--bg:#f7f8fa;--card:#fff;--ink:#16202c;--dim:#55626f;--line:#dde3ea;--good:#18794e;--bad:#b42318;--wait:#8a5a00;--work:#2563c4;--watch:#0e7490;--soft:#eef2f7;--next:#1f9d68;--live:#5b7fb5}
@media(prefers-color-scheme:dark){:root{--bg:#10151c;--card:#182029;--ink:#e8edf3;--dim:#9fadbb;--line:#2b3643;--good:#4cc38a;--bad:#ff8a7a;--wait:#f0b34a;--work:#7aa7f7;--watch:#4cc3d9;--soft:#202a35;--next:#3ecf8e;--live:#7f9fd0}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:20px 16px 64px}
header.top{padding:22px 24px;border-radius:16px;background:var(--card);border:1px solid var(--line);border-left:8px solid var(--tone)}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.wait{--tone:var(--wait)}
h1{margin:0 0 4px;font-size:1.7rem;line-height:1.2}h1 b{color:var(--tone)}h2{margin:34px 0 10px;font-size:1.15rem}
p{margin:6px 0}.dim{color:var(--dim)}.small{font-size:.86rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:10px;margin-top:14px}
.fact{background:var(--soft);border-radius:10px;padding:9px 12px}.fact b{display:block;font-size:1.12rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:14px 16px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;color:var(--dim);padding:0 0 8px}
th,td{text-align:left;vertical-align:top;padding:7px 10px 7px 0;border-top:1px solid var(--line)}th{font-weight:600;color:var(--dim);border-top:0;white-space:nowrap}
td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
.mark{display:inline-block;min-width:1.4em;font-weight:700}.pass .mark{color:var(--good)}.fail .mark{color:var(--bad)}.unknown .mark{color:var(--wait)}
code{font:.84rem/1.4 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.diff{display:grid;grid-template-columns:minmax(110px,auto) 1fr 1fr;gap:2px 12px;font-size:.84rem;margin-top:6px}.diff span{overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;min-width:640px}svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .dim{fill:var(--dim)}
.scroll{overflow-x:auto}.legend{display:flex;gap:16px;flex-wrap:wrap;margin-top:8px}.key{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
ul{margin:6px 0;padding-left:20px}details{margin-top:4px}summary{cursor:pointer}
@media(max-width:640px){main{padding:10px 8px 40px}header.top{padding:16px}.wide{display:none}h1{font-size:1.35rem}}
@media print{body{background:#fff}.card,header.top{break-inside:avoid}}
`)
