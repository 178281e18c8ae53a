/**
 * Look of a report: the tokens of client/view/tokens.css, light or dark as the reader's machine is. Policies are told apart
 * by shape and name beside hue, in the order of `MARKS`.
 */
export const REPORT_STYLE = `
:root{--bg:#EDF0EC;--s1:#FAFBF8;--s2:#E3E7E1;--line:#C9CFC7;--line-2:#828B83;--text:#15181A;--text-2:#444A4C;
--slip:#C2005F;--d0:#1F5FD6;--d1:#C8431A;--d2:#00806A;--d3:#6B4300;--d4:#5A1A9E;--d5:#0F7DB5;--d6:#5C7C0C;--d7:#15181A;
color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#121417;--s1:#1A1D21;--s2:#23272D;--line:#3B4149;--line-2:#6B737D;
--text:#F4F2EC;--text-2:#B9BDC1;--slip:#FF5CA2;--d0:#5C95FF;--d1:#FF6B3D;--d2:#2BCFAE;--d3:#E8C48C;--d4:#D98AFF;--d5:#A9DFFF;
--d6:#BFE06A;--d7:#F4F2EC}}
*{box-sizing:border-box}
body{margin:0;padding:24px;background:var(--bg);color:var(--text);
font:15px/1.5 "Pretendard Variable","Noto Sans KR",system-ui,sans-serif;font-feature-settings:"tnum"}
main{max-width:960px;margin:0 auto;display:grid;gap:16px}
h1{font-size:28px;line-height:1.2;margin:0 0 8px}h2{font-size:18px;margin:0 0 4px}
:lang(ko) h1,:lang(ko) h2,:lang(ko) p{word-break:keep-all}
p{margin:0 0 8px;color:var(--text-2)}
section{background:var(--s1);border:1px solid var(--line);border-radius:10px;padding:16px;min-width:0}
h3{font-size:13px;margin:12px 0 4px}
.wide{overflow-x:auto}.wide svg{min-width:560px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 8px;padding:0;font-size:13px}
.legend li{display:flex;align-items:center;gap:4px}.legend svg{width:16px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:right;padding:8px;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;min-width:136px;word-break:keep-all;overflow-wrap:anywhere}
th{color:var(--text-2);font-weight:600}
svg{display:block;width:100%;height:auto;max-width:100%}
svg text{font-size:12px;fill:var(--text-2)}svg .tick{font-size:11px}
svg .name{fill:var(--text);font-weight:600}
.axis{stroke:var(--line);stroke-width:1}.tube{fill:var(--line-2);fill-opacity:.28}.mean{stroke:var(--line-2);stroke-width:2;fill:none}
.curve{fill:none;stroke-width:2}.whisker{stroke-width:2}
details{margin-top:8px}summary{cursor:pointer;min-height:44px;line-height:44px;color:var(--text-2);font-size:13px}
summary:focus-visible{outline:3px solid var(--text);outline-offset:2px}
.small{font-size:12px}
@media (max-width:700px){body{padding:16px 12px}}
@media print{body{background:none}section{break-inside:avoid}}
`;

/** Hue of the i-th policy. */
export const hueOf = (i: number): string => `var(--d${i % 8})`;
/** Dashes by which lines of one page differ beside their hue; the first is a clone's own. */
const DASHES = ['6 4', '2 3', '10 3', '10 3 2 3', '1 4', '14 4', '4 2 1 2', '8 8'];
export const dashOf = (i: number): string => DASHES[i % DASHES.length]!;
