// The one script: adds what comes to the page. Without it the page refreshes itself.
#include "mysigfox/pages/pages.hpp"

namespace mysigfox::pages {

std::string_view live_script()
{
    return R"js(// Adds what a stream of events brings to the list #live, newest first, or puts it in its place.
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
  // What stands there already is replaced; whoever reads or presses something there stays there.
  const replace = (known, fresh) => {
    const focused = known.contains(document.activeElement) && document.activeElement.tagName;
    const opened = [...known.querySelectorAll('details')].map((details) => details.open);
    fresh.querySelectorAll('details').forEach((details, i) => { details.open ||= opened[i]; });
    if (known.outerHTML === fresh.outerHTML) return false;
    known.replaceWith(fresh);
    if (focused) fresh.querySelector(focused)?.focus();
    return true;
  };
  source.addEventListener('arrival', (event) => {
    const box = document.createElement('div');
    box.insertAdjacentHTML('afterbegin', event.data);
    const fresh = box.firstElementChild;
    const known = fresh.id && document.getElementById(fresh.id);
    if (known) {
      if (!replace(known, fresh)) return;
    } else {
      document.getElementById('live-empty')?.remove();
      list.prepend(fresh);
      while (list.children.length > Number(list.dataset.most)) list.lastElementChild.remove();
    }
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
