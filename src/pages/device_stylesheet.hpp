// What the device page needs beside the common stylesheet.
#pragma once

#include <string_view>

namespace mysigfox::pages {

inline constexpr std::string_view kDeviceStyles =
    R"css(.links { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.state { padding: 1.125rem 1.25rem; margin: 0 0 2rem; border: 1px solid var(--line);
  border-left-width: 5px; border-radius: 6px; background: var(--raised); }
.state h2 { margin: 0 0 .5rem; }
.state h3 { margin: 1rem 0 .5rem; }
.state.good { border-left-color: var(--good); }
.state.bad { border-left-color: var(--wrong); }
.state.held { border-left-color: var(--warn); }
.state.good strong, .fate.good { color: var(--good); }
.state.bad strong, .fate.bad { color: var(--wrong); }
.state.held strong, .fate.held { color: var(--warn); }
.deeds { display: flex; flex-wrap: wrap; gap: .75rem; }
.deed { margin: 1rem 0; }
.deeds .deed { margin: 0; }
.bottom { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
button.danger { background: var(--wrong); }
@media (prefers-color-scheme: dark) { button.danger { color: #2a1010; } }
.bars { margin: 0 0 1rem; }
.bars svg { display: block; width: 100%; height: 3rem; border-bottom: 1px solid var(--border); }
.bars .all { fill: var(--accent); }
.bars .bad { fill: var(--wrong); }
figcaption { color: var(--quiet); font-size: .875rem; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1.5rem; font-size: .9375rem; }
th, td { padding: .375rem .5rem .375rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
article .deed button { min-height: 2.25rem; padding: .25rem 1rem; font-size: .9375rem; }
article .deed { margin: .75rem 0 0; }
.attempt { margin: .75rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
.attempt p { margin-bottom: .375rem; }
.phases, .facts { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; margin: 0 0 .75rem;
  font-size: .9375rem; }
.phases dt, .facts dt { font-weight: 400; color: var(--quiet); }
.phases dd, .facts dd { margin: 0; }
.choice { display: flex; gap: .625rem; align-items: baseline; }
.choice input { width: auto; min-height: auto; flex: none; }
.choice label { font-weight: 400; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: .5rem; }
textarea { display: block; width: 100%; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--raised); border: 1px solid var(--border); border-radius: 6px; }
)css";

}  // namespace mysigfox::pages
