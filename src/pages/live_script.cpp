// The one script: adds what comes to the page. Without it the page refreshes itself.
#include "mysigfox/pages/pages.hpp"

namespace mysigfox::pages {

std::string_view live_script()
{
    return R"js(// Adds what a stream of events brings to the list #live, newest first.
'use strict';
(() => {
  const list = document.getElementById('live');
  if (!list) return;
  const note = document.getElementById('live-note');
  const reloadSoon = () => setTimeout(() => location.reload(), 10000);
  if (!window.EventSource) return reloadSoon();
  const source = new EventSource(list.dataset.events);
  source.addEventListener('open', () => {
    if (!note.textContent) note.textContent = note.dataset.live;
  });
  source.addEventListener('arrival', (event) => {
    document.getElementById('live-empty')?.remove();
    list.insertAdjacentHTML('afterbegin', event.data);
    while (list.children.length > Number(list.dataset.most)) list.lastElementChild.remove();
    note.textContent = note.dataset.arrived;
  });
  // It tries again by itself, unless it was refused.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) reloadSoon();
  });
})();
)js";
}

}  // namespace mysigfox::pages
