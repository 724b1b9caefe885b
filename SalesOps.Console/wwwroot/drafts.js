// What is typed in a dialog stays in the tab until the dialog closes: a page that had to be loaded anew, because the server forgot it, finds it again.
// Nobody finds another person's: the names hold who it is, and every page of somebody forgets all others'. Who signs out leaves none in any tab;
// a session that ran out leaves them for when the same person is back.
(() => {
  'use strict';
  const prefix = 'draft:';
  const laterFields = 5000; // ms
  let restoring = false;
  // What a form's fields held when it was opened: only what somebody touched since is theirs. Not known where somebody typed before it was asked.
  const opened = new WeakMap();
  const nameOf = form => prefix + form.dataset.draft;
  // A combo box shows what was chosen, but does not hold it: a hidden field beside it does.
  const controls = form => form.querySelectorAll(':is(input, textarea, select)[id]:not([type=password], [type=hidden], [role=combobox], [data-unkept]), button[aria-pressed][id]');
  const isChip = control => control.hasAttribute('aria-pressed');
  const valueOf = control => isChip(control) ? control.getAttribute('aria-pressed') === 'true'
    : control.type === 'checkbox' || control.type === 'radio' ? control.checked : control.value;

  // A chip that was just pressed is still drawn as it was.
  function keep(form, sent, pressed) {
    if (!opened.has(form)) opened.set(form, undefined);
    put(nameOf(form), { sent, values: valuesOf(form, pressed), opened: opened.get(form) });
  }
  const valuesOf = (form, pressed) => Object.fromEntries([...controls(form)].map(c => [c.id, c === pressed ? !valueOf(c) : valueOf(c)]));
  function put(name, draft) {
    try { sessionStorage.setItem(name, JSON.stringify(draft)); } catch { /* no room, or none allowed: nothing is kept */ }
  }
  function read(name) {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; /* not ours */ }
  }
  for (const type of ['input', 'change', 'submit'])
    document.addEventListener(type, e => {
      const form = !restoring && e.target.closest?.('form[data-draft]');
      if (form) keep(form, type === 'submit');
    }, true);

  document.addEventListener('click', e => {
    const chip = !restoring && e.target.closest?.('form[data-draft] button[aria-pressed][id]');
    if (chip) keep(chip.closest('form'), false, chip);
  }, true);

  // What the server sets in answer to a press, as a usual time or who was picked, stands in the form with its next drawing.
  function keepOnceDrawn(e, pressed) {
    const control = !restoring && e.target.closest?.(pressed), form = control && control.closest('form[data-draft]');
    if (!form) return;
    const drawn = new MutationObserver(() => {
      drawn.disconnect();
      if (form.isConnected) keep(form, false);
    });
    drawn.observe(control.closest('.field'), { childList: true, subtree: true });
  }
  document.addEventListener('click', e => keepOnceDrawn(e, '.field > .chips > .chip:not([id])'), true);
  document.addEventListener('mousedown', e => keepOnceDrawn(e, '.pick [role=option]'), true);
  document.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === 'Tab') keepOnceDrawn(e, '.pick [aria-expanded=true]'); }, true);

  // What the server set in a field that stays as it is drawn, as the hours of one day for others, raises nothing in between.
  window.addEventListener('pagehide', () => {
    for (const form of document.querySelectorAll('form[data-draft]'))
      if (opened.get(form) && JSON.stringify(valuesOf(form)) !== JSON.stringify(opened.get(form))) keep(form, read(nameOf(form))?.sent);
  });

  // A field with what it holds, in words.
  function saidOf(control) {
    const label = control.labels?.[0]?.textContent.trim() ?? control.textContent.trim();
    const value = isChip(control) || typeof valueOf(control) === 'boolean' ? null : control.selectedOptions?.[0]?.textContent ?? control.value;
    return value ? `${label}: ${value.slice(0, 60)}` : label;
  }

  const { person } = document.documentElement.dataset, signedOut = 'signed-out';
  function forget(which) {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix) && which(name)) sessionStorage.removeItem(name);
  }
  const isOf = (name, whom) => name.startsWith(`${prefix}${whom}:`);
  if (person) forget(name => !isOf(name, person));
  // Who signed out last is known to all tabs, also to one that slept meanwhile.
  try {
    const left = localStorage.getItem(signedOut);
    if (left === person) localStorage.removeItem(signedOut);
    else if (left) forget(name => isOf(name, left));
  } catch { /* private window: only this tab knows */ }
  addEventListener('storage', e => {
    if (e.key !== signedOut || !e.newValue) return;
    forget(name => isOf(name, e.newValue));
    if (e.newValue === person) document.documentElement.dataset.signedOut = 'elsewhere';
  });
  document.addEventListener('submit', e => {
    if (!person || !e.target.matches?.('form[data-sign-out]')) return;
    forget(() => true);
    document.documentElement.dataset.signedOut = 'here';
    try { localStorage.setItem(signedOut, person); } catch { /* private window: only this tab knows */ }
  });

  Object.assign(window.salesOps, {
    // Puts what was kept back into the form. Null when nothing was; `sent` when it may have been carried out already; `changed` says of the
    // fields to which that came what they held by now, because somebody else had changed them meanwhile.
    restoreDraft(selector) {
      const form = document.querySelector(selector);
      if (!form) return null;
      if (!opened.has(form)) opened.set(form, valuesOf(form));
      const kept = read(nameOf(form));
      if (!kept) return null;
      const before = kept.opened ?? {}, changed = [], open = new Map(Object.entries(kept.values));
      function restore() {
        restoring = true;
        for (const control of controls(form)) {
          const value = open.get(control.id), was = before[control.id];
          open.delete(control.id);
          // What can be chosen no more is not chosen.
          if (control.disabled || value === undefined || value === was || value === valueOf(control)) continue;
          // Of several that exclude each other, the one that was chosen says it for all.
          if (control.type === 'radio' && !value) continue;
          if (was !== undefined && was !== valueOf(control)) changed.push(saidOf(control));
          if (isChip(control)) { control.click(); continue; }
          if (typeof value === 'boolean') control.checked = value;
          else control.value = value;
          for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
        }
        restoring = false;
      }
      restore();
      // Some fields come once another holds what it held.
      if (open.size > 0) {
        const drawn = new MutationObserver(() => { restore(); if (open.size === 0) drawn.disconnect(); });
        drawn.observe(form, { childList: true, subtree: true });
        setTimeout(() => drawn.disconnect(), laterFields);
      }
      return { sent: kept.sent, changed };
    },
    // For what is no form: its own values, kept and read by their names.
    keepDraft(draft, values) { put(prefix + draft, { values }); },
    readDraft(draft) { return read(prefix + draft)?.values ?? null; },
    dropDraft(draft) { sessionStorage.removeItem(prefix + draft); },
  });
})();
