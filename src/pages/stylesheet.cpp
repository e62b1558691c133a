// The one stylesheet: light and dark, from 320 px up, nothing from elsewhere.
#include "mysigfox/pages/pages.hpp"
#include "pages/device_stylesheet.hpp"

#include <string>

namespace mysigfox::pages {
namespace {

constexpr std::string_view kCommonStyles = R"css(:root {
  color-scheme: light dark;
  --ground: #fbfaf8; --raised: #ffffff; --ink: #1b2430; --quiet: #566070; --line: #dcd9d2;
  --border: #767f8d; --accent: #146c6f; --accent-strong: #0e5254; --on-accent: #ffffff;
  --wrong: #b3261e; --wrong-ground: #fdf3f2; --good: #1f7a4d; --good-ground: #f1f8f3;
  --warn: #9a6200; --warn-ground: #fdf7e9; --focus: #e8a317;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14191f; --raised: #1c232b; --ink: #e7eaee; --quiet: #a3adba; --line: #303a45;
    --border: #7d8896; --accent: #5cc2bf; --accent-strong: #8ad8d5; --on-accent: #0c1f20;
    --wrong: #ff9a90; --wrong-ground: #2a1d1d; --good: #7fd3a4; --good-ground: #18261f;
    --warn: #f0c36a; --warn-ground: #29231a; --focus: #f2bd4b;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.column { width: 100%; max-width: 42rem; margin: 0 auto; padding: 0 1rem; }
header .column { display: flex; justify-content: space-between; align-items: center; gap: 1rem;
  padding-top: 1rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; font-size: 1.125rem; letter-spacing: -.01em; color: var(--ink);
  text-decoration: none; padding: .25rem 0; }
.brand::before { content: ""; display: inline-block; width: .75em; height: .75em;
  margin-right: .5em; border-radius: 50%; background: var(--accent); }
nav a, button.link { display: inline-block; padding: .25rem 0; }
main { flex: 1 0 auto; padding-top: 2rem !important; padding-bottom: 3rem !important; }
footer { font-size: .9375rem; }
footer .column { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding-top: 1rem;
  padding-bottom: 1.5rem; border-top: 1px solid var(--line); }
footer a { padding: .25rem 0; color: var(--quiet); }
h1, h2, h3, h4 { line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; }
h1 { font-size: clamp(1.625rem, 1.3rem + 1.6vw, 2.25rem); margin: 0 0 1rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .75rem; letter-spacing: 0; }
h4 { font-size: .875rem; margin: .75rem 0 .25rem; letter-spacing: 0; color: var(--quiet); }
p { margin: 0 0 1rem; }
.lead { font-size: 1.1875rem; line-height: 1.5; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem 1rem; background: var(--raised); z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
form { margin: 2rem 0; }
.field { margin-bottom: 1.75rem; }
.field.wrong { padding-left: .875rem; border-left: 4px solid var(--wrong); }
label { display: block; font-weight: 600; }
.hint { margin: 0 0 .5rem; color: var(--quiet); font-size: .9375rem; line-height: 1.45;
  overflow-wrap: anywhere; }
.problem { margin: 0 0 .5rem; color: var(--wrong); font-weight: 600; line-height: 1.4; }
input, select { display: block; width: 100%; min-height: 2.875rem; padding: .5rem .75rem; font: inherit;
  color: inherit; background: var(--raised); border: 1px solid var(--border); border-radius: 6px; }
input.short { max-width: 16rem; font-family: ui-monospace, Menlo, Consolas, monospace;
  letter-spacing: .04em; }
select { max-width: 24rem; margin-bottom: .75rem; }
.wrong input { border-color: var(--wrong); border-width: 2px; }
input:focus, select:focus { outline: 3px solid var(--focus); outline-offset: 0; border-color: var(--ink); }
button { min-height: 2.875rem; padding: .625rem 1.5rem; font: inherit; font-weight: 600;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px;
  cursor: pointer; }
button:hover { background: var(--accent-strong); }
button.link { min-height: 0; font-weight: inherit; color: var(--accent); background: none;
  border-radius: 0; text-decoration: underline 1px; text-underline-offset: .15em; }
button.link:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
.summary, .done, .warning { padding: 1.125rem 1.25rem; margin: 0 0 2rem; border-radius: 6px;
  border: 1px solid; border-left-width: 5px; }
.summary { border-color: var(--wrong); background: var(--wrong-ground); }
.summary h2, .warning h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
.summary ul { margin: 0; padding: 0; list-style: none; }
.summary li + li { margin-top: .375rem; }
.summary a { color: var(--wrong); font-weight: 600; }
.done { border-color: var(--good); background: var(--good-ground); }
.done h1 { margin-bottom: .5rem; font-size: 1.5rem; overflow-wrap: anywhere; }
.done p:last-child, .warning p:last-child { margin-bottom: 0; }
.done p { margin-bottom: .25rem; }
.warning { border-color: var(--warn); background: var(--warn-ground); }
.aside { color: var(--quiet); }
dl { margin: 0 0 2rem; }
dt { font-weight: 600; }
dd { margin: 0 0 1rem; overflow-wrap: anywhere; }
dd .hint { margin-top: .25rem; }
code, pre { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
  font-size: .9em; }
code { overflow-wrap: anywhere; }
.address { display: block; padding: .5rem .75rem; background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; user-select: all; -webkit-user-select: all; }
pre { margin: 0 0 .5rem; padding: .625rem .75rem; background: var(--ground);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
article { margin: 1rem 0; padding: 1rem 1.125rem; background: var(--raised);
  border: 1px solid var(--line); border-radius: 8px; }
article h4:first-of-type { margin-top: 0; }
time { font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.method { display: inline-block; padding: 0 .5rem; border-radius: 4px; font-size: .875rem;
  color: var(--on-accent); background: var(--accent); }
table { border-collapse: collapse; margin: .25rem 0 .75rem; font-size: .9375rem; }
th, td { padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 400; color: var(--quiet); }
details summary { cursor: pointer; padding: .25rem 0; color: var(--quiet); font-size: .9375rem; }
.empty { padding: 2rem 1rem; text-align: center; color: var(--quiet);
  border: 1px dashed var(--line); border-radius: 8px; }
.ways { margin: 2rem 0 0; padding: 0; list-style: none; display: grid; gap: 1rem; }
.ways li { padding: 1.125rem 1.25rem; background: var(--raised); border: 1px solid var(--line);
  border-radius: 8px; }
.ways a { font-size: 1.125rem; font-weight: 600; }
.ways p { margin: .25rem 0 0; color: var(--quiet); }
)css";

}  // namespace

std::string_view stylesheet()
{
    static const std::string whole = std::string{kCommonStyles} + std::string{kDeviceStyles};
    return whole;
}

}  // namespace mysigfox::pages
