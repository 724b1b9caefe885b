// What is typed in a dialog stays in the tab until the dialog closes: a page that had to be loaded anew, because the server forgot it, finds it again.
// Nobody finds another person's: the names hold who it is, and the sign-in page forgets them all.
(() => {
  'use strict';
  const prefix = 'draft:';
  let restoring = false;
  const nameOf = form => prefix + form.dataset.draft;
  // A combo box shows what was chosen, but does not hold it: a hidden field beside it does.
  const controls = form => form.querySelectorAll(':is(input, textarea, select)[id]:not([type=password], [type=hidden], [role=combobox]), button[aria-pressed][id]');
  const isChip = control => control.hasAttribute('aria-pressed');
  const valueOf = control => isChip(control) ? control.getAttribute('aria-pressed') === 'true'
    : control.type === 'checkbox' || control.type === 'radio' ? control.checked : control.value;

  // A chip that was just pressed is still drawn as it was.
  function keep(form, sent, pressed) {
    const values = Object.fromEntries([...controls(form)].map(c => [c.id, c === pressed ? !valueOf(c) : valueOf(c)]));
    put(nameOf(form), sent, values);
  }
  function put(name, sent, values) {
    try { sessionStorage.setItem(name, JSON.stringify({ sent, values })); } catch { /* no room, or none allowed: nothing is kept */ }
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

  if (location.pathname.startsWith('/sign-in'))
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);

  Object.assign(window.salesOps, {
    // Puts what was kept back into the form: 'typed', 'sent' when it may have been carried out already, null when nothing was kept.
    restoreDraft(selector) {
      const form = document.querySelector(selector);
      const kept = form && read(nameOf(form));
      if (!kept) return null;
      restoring = true;
      for (const control of controls(form)) {
        const value = kept.values[control.id];
        if (value === undefined || value === valueOf(control)) continue;
        if (isChip(control)) { control.click(); continue; }
        if (typeof value === 'boolean') control.checked = value;
        else control.value = value;
        for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
      }
      restoring = false;
      return kept.sent ? 'sent' : 'typed';
    },
    // For what is no form: its own values, kept and read by their names.
    keepDraft(draft, values) { put(prefix + draft, false, values); },
    readDraft(draft) { return read(prefix + draft)?.values ?? null; },
    dropDraft(draft) { sessionStorage.removeItem(prefix + draft); },
  });
})();
