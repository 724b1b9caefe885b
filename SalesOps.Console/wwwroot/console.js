// What needs the browser itself: theme before the first paint, ticking ages, anchors, keys, visibility, reconnection.
// Loaded in <head>; .NET calls window.salesOps.*; every watch returns { stop }.
(() => {
  'use strict';
  const root = document.documentElement;
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');

  // Theme: 'light' or 'dark' overrides the system; anything else follows it.
  const themeKey = 'theme';
  const stored = () => { try { return localStorage.getItem(themeKey); } catch { return null; } };
  function applyTheme(theme) {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll('[data-set-theme]'))
      button.setAttribute('aria-pressed', String(button.dataset.setTheme === (root.dataset.theme ?? 'auto')));
  }
  applyTheme(stored());
  addEventListener('storage', e => { if (e.key === themeKey) applyTheme(e.newValue); });

  // Ages, countdowns and the clock: texts come with <html>, the server's clock corrects ours.
  // The page was written when its first byte came: this script may have been on its way for seconds since.
  const written = performance.timeOrigin + (performance.getEntriesByType('navigation')[0]?.responseStart || performance.now());
  const correction = drift => Math.abs(drift) > 2000 ? drift : 0;
  let skew = correction(Date.parse(root.dataset.now) - written);
  const now = () => Date.now() + skew;
  const fill = (text, a, b) => text.replace('{0}', a).replace('{1}', b);
  const two = n => String(n).padStart(2, '0');
  function age(ms) {
    const s = Math.max(0, Math.floor(ms / 1000)), t = root.dataset;
    return s < 60 ? fill(t.ageS, s) : s < 3600 ? fill(t.ageM, Math.floor(s / 60))
      : s < 86400 ? fill(t.ageH, Math.floor(s / 3600)) : fill(t.ageD, Math.floor(s / 86400));
  }
  function left(ms) {
    const s = Math.abs(Math.trunc(ms / 1000)), t = root.dataset;
    const words = s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}`
      : s < 86400 ? fill(t.leftH, Math.floor(s / 3600), two(Math.floor(s / 60) % 60)) : fill(t.leftD, Math.floor(s / 86400), Math.floor(s / 3600) % 24);
    return ms <= -1000 ? '−' + words : words;
  }
  const clocks = new Map();
  function clock(zone) {
    if (!clocks.has(zone)) clocks.set(zone, new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
    const p = Object.fromEntries(clocks.get(zone).formatToParts(now()).map(x => [x.type, x.value]));
    return { year: p.year, text: `${p.month}-${p.day} ${p.hour}:${p.minute}` };
  }
  // A moment of another year than the present one says its year.
  const short = 'MM-dd HH:mm'.length;
  function moment(e, year) {
    const text = e.textContent.slice(-short);
    write(e, e.dataset.year === year ? text : `${e.dataset.year}-${text}`);
  }
  // The text node is changed, not replaced: Blazor keeps hold of it.
  function write(element, text) {
    if (element.firstChild?.nodeType === Node.TEXT_NODE) { if (element.firstChild.data !== text) element.firstChild.data = text; }
    else if (!element.firstChild) element.textContent = text;
  }
  function writeTimes() {
    for (const e of document.querySelectorAll('time[data-age]')) write(e, age(now() - Date.parse(e.dateTime)));
    for (const e of document.querySelectorAll('time[data-left]')) {
      const ms = Date.parse(e.dateTime) - now();
      e.dataset.left = ms < 0 ? 'over' : ms < 600000 ? 'soon' : 'later';
      write(e, left(ms));
    }
    const shown = document.querySelector('time[data-clock]'), present = clock(shown?.dataset.clock);
    if (shown) write(shown, present.text);
    for (const e of document.querySelectorAll('time[data-year]')) moment(e, present.year);
  }
  function tick() {
    if (!document.hidden) writeTimes();
    setTimeout(tick, 1000 - (now() % 1000));
  }

  function goTo(id) {
    const target = document.getElementById(id);
    if (!target) return false;
    focusTitle(target);
    bring(id);
    return true;
  }

  // The history: each step somebody took is one entry. A step with a customer open knows how many steps before the page lay open, and as what (`over`), or,
  // where an address opened the customer, how many steps before that was: closing goes back there. What shows the customer there still is replaced, so that
  // Back never opens again what was closed.
  const showsCustomer = address => new URL(address, document.baseURI).searchParams.has('customer');
  // What is looked at in the drawer goes with it.
  const ofDrawer = ['customer', 'timeline', 'steps', 'past'];
  function without(address) {
    const url = new URL(address, document.baseURI), query = new URLSearchParams(url.search);
    for (const name of ofDrawer) query.delete(name);
    return url.pathname + (String(query) && '?' + query);
  }
  for (const name of ['pushState', 'replaceState']) {
    const change = history[name].bind(history);
    history[name] = (state, title, address = location.href) => {
      let over;
      if (showsCustomer(address)) {
        const before = history.state?.over;
        over = name === 'replaceState' ? before : before ? { ...before, steps: before.steps + 1 } : { address: without(location.href), steps: 1 };
      }
      change({ ...state, over }, title, address);
    };
  }
  let leaving = null;
  addEventListener('popstate', () => {
    const left = leaving;
    leaving = null;
    going?.abort();
    // Blazor hears of the step first.
    if (left) setTimeout(left);
  });
  // Closes the customer, for a section when one is gone to.
  function leaveDrawer(section) {
    if (leaving || !showsCustomer(location.href)) return;
    const over = history.state?.over, address = without(location.href);
    const close = () => {
      if (showsCustomer(location.href)) Blazor.navigateTo(address + (section ? '#' + encodeURIComponent(section) : ''), { replaceHistoryEntry: true });
      else if (section) stepTo(section);
      if (section) bring(section);
    };
    if (over?.address !== address) { close(); return; }
    // Pressed again before the browser has gone back it would go on, out of the page.
    leaving = close;
    setTimeout(() => { if (leaving === close) leaving = null; }, 10000);
    history.go(-over.steps);
  }
  function stepTo(section) {
    if (location.hash !== '#' + section) history.pushState({ ...history.state, _index: (history.state?._index ?? 0) + 1 }, '', without(location.href) + '#' + encodeURIComponent(section));
  }

  // Whoever goes to a section wants to see it: the customer who lies over the page is closed.
  function openSection(id) {
    if (!goTo(id)) return false;
    if (showsCustomer(location.href)) leaveDrawer(id);
    else stepTo(id);
    return true;
  }

  const focusTitle = section => (section.querySelector('h2[tabindex]') ?? section).focus({ preventScroll: true });

  // A section grows when it is drawn, also above the one that is gone to: the page is moved on until that stands where it should for a second,
  // or somebody moves it themselves. Far away it is jumped to, so that what lies between is not drawn for nobody.
  let going = null;
  function bring(id) {
    going?.abort();
    const mine = going = new AbortController(), { signal } = mine;
    for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown']) addEventListener(event, () => mine.abort(), { signal, capture: true, passive: true });
    const last = Date.now() + 60000;
    let [until, from, stood] = [0, null, 0];
    const look = () => {
      const target = document.getElementById(id);
      // A busy server may take its time to draw it: until then nothing stands.
      const isDrawn = !target?.matches('.reserved');
      if (until === 0 || !isDrawn) until = Math.min(Date.now() + 5000, last);
      // A dialog that has opened there has the focus; beside the drawer the page moves as ever.
      if (signal.aborted || !target || Date.now() > until || document.querySelector('.rz-dialog-wrapper')) { mine.abort(); return; }
      // The reserved panel, which had the focus, is not the one that is drawn.
      if (document.activeElement === document.body) focusTitle(target);
      const { top } = target.getBoundingClientRect(), end = scrollY + innerHeight >= root.scrollHeight - 1;
      const isThere = Math.abs(top - parseFloat(getComputedStyle(root).scrollPaddingTop)) < 2 || end && top > 0;
      stood = from === null ? 2 : from === scrollY ? stood + 1 : 0;
      from = scrollY;
      if (isThere && isDrawn && stood >= 10) { mine.abort(); return; }
      if (!isThere && stood >= 2) {
        target.scrollIntoView({ behavior: reduced.matches || Math.abs(top) > 1.5 * innerHeight ? 'auto' : 'smooth', block: 'start' });
        stood = 0;
      }
      setTimeout(look, 100);
    };
    look();
  }

  // A link that opens a customer, an audit entry or a list's rows keeps the address of the moment: rows are not drawn again when the address changes. An open entry's closes it.
  function aim(link) {
    if (!link) return;
    const to = new URL(location.href);
    const { customer, entry, list } = link.dataset;
    to.hash = '';
    if (list) {
      const asked = new URLSearchParams(list), section = list.split('.')[0];
      for (const name of [...to.searchParams.keys()]) if (name.startsWith(section + '.') || ofDrawer.includes(name)) to.searchParams.delete(name);
      for (const [name, value] of asked) to.searchParams.set(name, value);
      if (entry) to.searchParams.set('entry', entry);
      to.hash = section;
    }
    else if (customer) {
      if (to.searchParams.get('customer') !== customer) for (const name of ofDrawer) to.searchParams.delete(name);
      to.searchParams.set('customer', customer);
    }
    else if (to.searchParams.get('entry') === entry) to.searchParams.delete('entry');
    else to.searchParams.set('entry', entry);
    link.href = to.pathname + to.search + to.hash;
  }
  const aimed = 'a[data-customer], a[data-entry], a[data-list]';
  for (const event of ['auxclick', 'contextmenu', 'focusin'])
    document.addEventListener(event, e => aim(e.target instanceof Element ? e.target.closest(aimed) : null), true);

  // The second click of a double click meant what the first one meant, and not the case that opened under it.
  document.addEventListener('click', e => {
    if (e.detail < 2 || !e.target.closest?.('.acts .btn:not(.end), .undo, .undo-bar')) return;
    e.preventDefault();
    e.stopPropagation();
  }, true);

  document.addEventListener('click', e => {
    const at = selector => e.target instanceof Element ? e.target.closest(selector) : null;
    const anchor = at('a[data-anchor]');
    if (anchor && !e.ctrlKey && !e.metaKey && !e.shiftKey && openSection(anchor.dataset.anchor)) e.preventDefault();
    if (at('a[data-leave]') && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); leaveDrawer(); }
    aim(at(aimed));
    const list = at('a[data-list]')?.dataset.list;
    if (list && !e.ctrlKey && !e.metaKey && !e.shiftKey) goTo(list.split('.')[0]);
    const theme = at('[data-set-theme]')?.dataset.setTheme;
    if (theme) {
      try { localStorage.setItem(themeKey, theme); } catch { /* private window: the choice lasts as long as the page */ }
      applyTheme(theme);
    }
    if (at('[data-reconnect]')) reconnect();
    if (at('[data-print]')) print();
    const done = at('[data-menu-done]')?.closest('details.menu');
    if (done) { done.open = false; done.querySelector('summary').focus(); }
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(e.target)) menu.open = false;
  }, true);
  // Of two steps that differ in more than the section, the browser knows where each was left.
  const bare = address => address.split('#')[0];
  addEventListener('hashchange', e => { if (bare(e.oldURL) === bare(e.newURL)) goTo(decodeURIComponent(location.hash.slice(1))); });
  // Who prints means what they look at: what is drawn elsewhere on the page would be as many sheets again.
  addEventListener('beforeprint', () => {
    for (const part of document.querySelectorAll('.tiles, .work, .strip, .lazy')) {
      const { top, bottom } = part.getBoundingClientRect();
      part.toggleAttribute('data-unprinted', bottom < 120 || top > innerHeight - 120);
    }
  });

  // A menu that the keyboard has left is done with. The focus alone does not tell: a press of the mouse on a label moves it too, before its click.
  document.addEventListener('keyup', e => {
    if (e.key === 'Tab') for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(document.activeElement)) menu.open = false;
  });
  document.addEventListener('toggle', e => { if (e.target.matches?.('details.menu')) applyTheme(stored()); }, true);
  // A list that is drawn in steps draws the next one before its end is reached.
  document.addEventListener('scroll', e => {
    const more = e.target.querySelector?.(':scope > [data-more]');
    if (more && e.target.scrollTop + 2 * e.target.clientHeight > e.target.scrollHeight) more.click();
  }, { capture: true, passive: true });
  // A picker's text is there to be typed over.
  document.addEventListener('focusin', e => { if (e.target.matches?.('input[role=combobox]')) e.target.select(); });
  document.addEventListener('keydown', e => {
    const menu = e.key === 'Escape' && document.querySelector('details.menu[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });

  // Among a grid's checkboxes the arrows walk, and with Shift choose what they walk over. A picker's open list keeps Enter from the form.
  document.addEventListener('keydown', e => {
    // Nor does its Esc reach the dialog around it: the list alone closes.
    if (e.key === 'Escape' && e.target.matches?.('.pick.down > [role=combobox][aria-expanded=true]')) {
      e.preventDefault();
      e.stopPropagation();
      e.target.dispatchEvent(new Event('cancel'));
      return;
    }
    if ((e.key === 'Enter' || e.key === 'ArrowDown' || e.key === 'ArrowUp') && e.target.matches?.('[role=combobox][aria-expanded=true]')) e.preventDefault();
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp' || e.ctrlKey || e.metaKey || e.altKey || !e.target.matches?.('.grid-rows .mark')) return;
    e.preventDefault();
    e.stopPropagation();
    const marks = [...e.target.closest('.grid-rows').querySelectorAll('tbody .mark:not(:disabled)')];
    const next = marks[marks.indexOf(e.target) + (e.key === 'ArrowDown' ? 1 : -1)];
    next?.focus();
    if (e.shiftKey && next && !next.checked) next.click();
  }, true);

  // Where somebody stands: a row that changed is drawn anew without the focus, also behind a dialog that would give it back; what stands there now gets it.
  const stops = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not([type=hidden], :disabled)';
  let stood = null, wasOver = false;
  document.addEventListener('focusin', e => {
    if (!(e.target instanceof Element) || e.target.closest('.rz-dialog-wrapper')) return;
    const row = e.target.closest('section[id] [data-id]'), drawer = e.target.closest('.drawer');
    const around = [];
    for (let box = drawer && e.target.parentElement; box && box !== drawer; box = box.parentElement) around.push(box);
    stood = {
      element: e.target, around, isRow: e.target === row, look: `${e.target.localName}[class="${e.target.className}"]`,
      row: row && `#${CSS.escape(row.closest('section[id]').id)} [data-id="${CSS.escape(row.dataset.id)}"]`,
    };
  });
  // Whoever looks elsewhere is left there.
  document.addEventListener('focusout', e => setTimeout(() => { if (stood?.element === e.target && e.target.isConnected && document.activeElement === document.body) stood = null; }));
  function standing() {
    if (stood.element.isConnected) return stood.element;
    const row = stood.row && document.querySelector(stood.row);
    return stood.isRow ? row : row?.querySelector(stood.look) ?? stood.around.find(box => box.isConnected && box.querySelector(stops))?.querySelector(stops);
  }
  function keepFocus() {
    const isOver = !!document.querySelector('.rz-dialog-wrapper'), isBack = wasOver && !isOver;
    wasOver = isOver;
    if (!isOver && stood && document.activeElement === document.body && (isBack || !stood.element.isConnected)) standing()?.focus({ preventScroll: true });
  }

  // Blazor's script reports a lost circuit by classes on the dialog.
  function watchConnection() {
    const dialog = document.getElementById('components-reconnect-modal');
    if (!dialog) return;
    new MutationObserver(() => {
      const has = state => dialog.classList.contains('components-reconnect-' + state);
      const before = root.dataset.connection;
      root.dataset.connection = has('show') || has('failed') || has('rejected') ? 'down' : 'up';
      if (root.dataset.connection === 'down' && before !== 'down') askSession();
      if (has('rejected')) location.reload();
      if (has('failed')) dialog.querySelector('[data-reconnect]').focus();
    }).observe(dialog, { attributes: true, attributeFilter: ['class'] });
  }
  // A socket is also closed when the session was ended elsewhere: then there is nothing to come back to but the sign-in.
  // Who signed out knows it: here the sign-out itself leads there, and may be on its way.
  async function askSession() {
    if (root.dataset.signedOut === 'here') return;
    try {
      const answer = await fetch('_blazor/initializers', { redirect: 'manual', cache: 'no-store' });
      if (answer.type === 'opaqueredirect' || answer.status === 401)
        location.replace(root.dataset.signedOut ? 'sign-in' : 'sign-in?over=true&returnUrl=' + encodeURIComponent(location.pathname + location.search + location.hash));
    } catch { /* the server is away; the reconnection goes on */ }
  }
  // What is done on a page goes through its socket, which renews no cookie: whoever is at work asks for that now and then.
  const renewEvery = 30 * 60000; // ms
  let renewed = Date.now();
  for (const event of ['keydown', 'pointerdown'])
    addEventListener(event, () => {
      if (!root.dataset.person || Math.abs(Date.now() - renewed) < renewEvery) return;
      renewed = Date.now();
      askSession();
    }, { capture: true, passive: true });
  async function reconnect() {
    try { if (!await Blazor.reconnect()) location.reload(); } catch { /* still down: the dialog stays */ }
  }
  // At once, then slower, each browser at its own moment: a restarted server is not met by all of them in one second.
  const pause = attempt => attempt === 0 ? 0 : Math.min(20000, 500 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2);

  // Whose clock a time is typed by is said where the browser's shows another.
  const shows = zone => [0, 182].map(days => new Date(now() + days * 864e5).toLocaleString('sv', { timeZone: zone })).join();
  function compareZones() {
    const zone = document.querySelector('time[data-clock]')?.dataset.clock;
    if (zone) root.toggleAttribute('data-other-zone', shows(zone) !== shows(undefined));
  }

  document.addEventListener('DOMContentLoaded', () => {
    applyTheme(stored());
    tick();
    watchConnection();
    new MutationObserver(changes => {
      keepFocus();
      // A row's text may be as old as the row: what comes in says the time of now before anybody sees it.
      if (changes.some(c => [...c.addedNodes].some(n => n.nodeType === Node.ELEMENT_NODE))) writeTimes();
    }).observe(document.body, { childList: true, subtree: true });
    window.Blazor?.start({
      circuit: {
        configureSignalR: builder => builder.withUrl('_blazor', { skipNegotiation: true, transport: 1 }),
        reconnectionOptions: { maxRetries: 60, retryIntervalMilliseconds: (attempt, max) => attempt >= max ? null : pause(attempt), dialogId: 'components-reconnect-modal' },
      },
    });
  });

  // Enter and arrows that belong to what is being composed choose nothing in a list below; Safari tells them by the code alone.
  window.addEventListener('keydown', e => { if ((e.isComposing || e.keyCode === 229) && e.target.matches?.('[role=combobox]')) e.stopPropagation(); }, true);

  const typing = element => element instanceof HTMLElement && (element.isContentEditable || element.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=listbox]'));
  const letters = new Set('aertsjknfxb/?123456789');
  const rowKeys = new Set(['ArrowDown', 'ArrowUp', 'Enter']);
  // Keys that look for something, wherever one stands; every other letter is for the case and the queue, and nobody decides unseen.
  const everywhere = new Set('/?');
  const isSeen = selector => { const r = document.querySelector(selector)?.getBoundingClientRect(); return !!r && r.bottom > 48 && r.top < innerHeight; };
  const isForTheQueue = e => !e.target.closest?.('[data-lazy]') && (isSeen('#case') || isSeen('#reviews'));

  // Blazor's script of .NET 9 goes to the top with every change of the address, and here that is a filter, a sort or a page of one list among many.
  window.scrollTo = () => {};

  // What somebody has begun in a section: rows that are chosen, a channel list that is being edited.
  const begun = '.grid-acts, [data-channel][aria-pressed]';

  window.salesOps = {
    // VisibilityChanged(visible)
    watchVisibility(page) {
      const tell = () => { if (!document.hidden) applyTheme(stored()); const looked = !document.hidden; page.invokeMethodAsync('VisibilityChanged', looked).then(() => { root.dataset.looked = String(looked); }).catch(() => {}); };
      document.addEventListener('visibilitychange', tell);
      return { stop: () => document.removeEventListener('visibilitychange', tell) };
    },

    // SectionVisible(id, visible): a section comes with half a screen of margin, so that it is there before it is looked at,
    // and goes when it is a whole screen away, unless somebody is at work in it: a list in no view costs a circuit a tenth of a megabyte and a drawing with
    // each commit. Meanwhile its frame keeps the height, so that nothing above jumps.
    watchSections(page) {
      compareZones();
      const sections = [...document.querySelectorAll('[data-lazy]')];
      // The browser went to the address's section before the sections grew.
      if (location.hash && document.activeElement === document.body) goTo(decodeURIComponent(location.hash.slice(1)));
      const tell = (frame, visible) => page.invokeMethodAsync('SectionVisible', frame.dataset.lazy, visible).catch(() => {});
      const near = new IntersectionObserver(entries => {
        for (const e of entries) if (e.isIntersecting) {
          tell(e.target, true);
          setTimeout(() => { e.target.style.minHeight = ''; }, 2000);
        }
      }, { rootMargin: '50% 0px' });
      const far = new IntersectionObserver(entries => {
        for (const e of entries) if (!e.isIntersecting && e.target.querySelector('.panel:not(.reserved)') && !e.target.querySelector(`:focus, ${begun}`)) {
          e.target.style.minHeight = `${e.boundingClientRect.height}px`;
          tell(e.target, false);
        }
      }, { rootMargin: '100% 0px' });
      const links = new Map([...document.querySelectorAll('.anchors a[data-anchor]')].map(a => [a.dataset.anchor, a]));
      const mark = new IntersectionObserver(entries => {
        for (const e of entries) e.target.toggleAttribute('data-in-view', e.isIntersecting);
        const current = sections.find(s => links.has(s.dataset.lazy) && s.hasAttribute('data-in-view'))?.dataset.lazy;
        for (const [id, link] of links) {
          if (id !== current) link.removeAttribute('aria-current');
          else if (!link.hasAttribute('aria-current')) {
            link.setAttribute('aria-current', 'true');
            link.parentElement.scrollTo({ left: link.offsetLeft - 40, behavior: 'auto' });
          }
        }
      }, { rootMargin: '-64px 0px -60% 0px' });
      for (const s of sections) { near.observe(s); far.observe(s); mark.observe(s); }
      return { stop: () => { near.disconnect(); far.disconnect(); mark.disconnect(); } };
    },

    // KeyPressed(key): 'a' … 'x', '1' … '9', '/', '?', 'Escape', 'Ctrl+K', 'Ctrl+Z'; on a row of the queue also the arrows and 'Enter'.
    // Letters stay letters where one types, among the sections' rows, and while a dialog or the drawer is open.
    watchKeys(page) {
      const press = e => {
        if (e.isComposing || e.defaultPrevented) return;
        const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
        const search = key === 'k' && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
        const undo = key === 'z' && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
        if (search && document.querySelector('.rz-dialog-wrapper')) { e.preventDefault(); return; }
        if (undo) { if (typing(e.target) || e.repeat || document.querySelector('.rz-dialog-wrapper')) return; }
        else if (!search && key !== 'Escape') {
          const onRow = rowKeys.has(key) && e.target.matches?.('#reviews tr');
          if (letters.has(key) && !everywhere.has(key) && !isForTheQueue(e)) return;
          if (!(letters.has(key) || onRow) || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || document.querySelector('.rz-dialog-wrapper, .drawer')) return;
          if (e.repeat && !'jk'.includes(key) && !key.startsWith('Arrow')) return;
        }
        // Escape belongs to what lies on top.
        if (key === 'Escape' && (typing(e.target) || document.querySelector('.rz-dialog-wrapper'))) return;
        if (key !== 'Escape') e.preventDefault();
        page.invokeMethodAsync('KeyPressed', search ? 'Ctrl+K' : undo ? 'Ctrl+Z' : key).catch(() => {});
      };
      document.addEventListener('keydown', press);
      root.dataset.keys = 'heard';
      return { stop: () => document.removeEventListener('keydown', press) };
    },

    // Pulse(): while somebody looks, asks every ten seconds whether the server still answers, and what time it is there; if not, the status line says so,
    // and what was missed once it does: Answered(the last sequence number meanwhile).
    watchPulse(page) {
      let shown = 0;
      const suspect = () => {
        if (root.dataset.connection === 'down' || root.dataset.connection === 'suspect') return;
        shown = Number(document.querySelector('.live .seq')?.textContent.replace(/\D/g, ''));
        root.dataset.connection = 'suspect';
      };
      const timer = setInterval(async () => {
        if (document.hidden || root.dataset.connection === 'down') return;
        const late = setTimeout(suspect, 3000);
        try {
          const asked = performance.now();
          const said = await page.invokeMethodAsync('Pulse'), took = performance.now() - asked;
          // Either clock may have been set since the page was loaded; an answer that took long says too little of it.
          // What differs little from what is known stays: a computer that is just so much off would go back and forth.
          const drift = said + took / 2 - Date.now();
          if (took < 1000 && Math.abs(drift - skew) > 2000) skew = correction(drift);
          if (root.dataset.connection === 'suspect') {
            root.dataset.connection = 'up';
            await page.invokeMethodAsync('Answered', shown);
          }
        } catch { suspect(); } finally { clearTimeout(late); }
      }, 10000);
      return { stop: () => clearInterval(timer) };
    },

    // Keeps the focus inside the first match until stop(), which returns it to where it was, unless somebody went elsewhere.
    trap(selector) {
      const box = document.querySelector(selector), before = document.activeElement;
      if (!box) return { stop: () => {} };
      const stops = () => [...box.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')].filter(x => !x.disabled && x.offsetParent);
      const keep = e => {
        if (e.key !== 'Tab' || document.querySelector('.rz-dialog-wrapper')) return;
        const all = stops(), at = all.indexOf(document.activeElement);
        const to = e.shiftKey ? (at <= 0 ? all.at(-1) : null) : (at < 0 || at === all.length - 1 ? all[0] : null);
        if (to) { e.preventDefault(); to.focus(); }
      };
      document.addEventListener('keydown', keep);
      (box.querySelector('h2[tabindex]') ?? box).focus();
      return { stop: () => { document.removeEventListener('keydown', keep); if (before?.isConnected && (document.activeElement === document.body || box.contains(document.activeElement))) before.focus(); } };
    },

    // Into the section's search box, once the section is there.
    search(section) {
      const box = () => document.getElementById(section + '-search');
      if (!box() && !goTo(section)) return;
      const until = Date.now() + 3000;
      const poll = () => { if (box()) { box().focus(); box().select?.(); } else if (Date.now() < until) setTimeout(poll, 50); };
      poll();
    },

    // To a section, and there a press or two, once the dialog that led here is gone and what is pressed is there; each may be missing.
    press(section, selector, next) {
      const until = Date.now() + 20000;
      const late = then => { if (Date.now() < until) setTimeout(then, 50); };
      const press = () => {
        // Not before a customer who lay over the page is left: a dialog that opens would go with them.
        const target = leaving ? null : document.querySelector(selector);
        if (!target) { late(press); return; }
        target.focus();
        target.click();
        [selector, next] = [next, null];
        if (selector) press();
      };
      const go = () => {
        if (document.querySelector('.rz-dialog-wrapper')) { late(go); return; }
        if (section) openSection(section);
        if (selector) press();
      };
      go();
    },

    // Focus the first match, also one that is drawn later: a call can arrive before the drawing that it follows. Whoever went elsewhere meanwhile is left there.
    focus(selector) {
      const [until, from] = [Date.now() + 5000, document.activeElement];
      const poll = () => {
        const [element, at] = [document.querySelector(selector), document.activeElement];
        if (element) element.focus(); else if (Date.now() < until && (at === from || at === document.body)) setTimeout(poll, 20);
      };
      poll();
    },
    // Focus the first control of what has just opened, but no number that opens its rows, unless somebody is at work in it already.
    focusFirst(selector) {
      const box = document.querySelector(selector);
      if (box && !box.contains(document.activeElement)) box.querySelector(':is(input, select, textarea, button):not([type=hidden], :disabled, .rows)')?.focus();
    },
    // Give the focus on from what is about to go.
    passFocus(from, to) { if (document.activeElement?.closest(from)) document.querySelector(to)?.focus(); },
    // Show a row without moving what is already in view.
    reveal(selector) { document.querySelector(selector)?.scrollIntoView({ block: 'nearest' }); },
    // Scroll to a section's row and put the focus on it.
    revealRow(section, id) {
      const row = document.querySelector(`#${CSS.escape(section)} [data-id="${CSS.escape(id)}"]`);
      row?.scrollIntoView({ block: 'nearest' });
      row?.setAttribute('tabindex', '-1');
      row?.focus({ preventScroll: true });
    },
    // Copies a field's value; false when the browser does not allow it, and then it is selected.
    async copy(selector) {
      const field = document.querySelector(selector);
      try {
        await navigator.clipboard.writeText(field.value);
        return true;
      } catch {
        field.select();
        return false;
      }
    },
    remembered(key) { try { return localStorage.getItem(key); } catch { return null; } },
    remember(key, value) { try { localStorage.setItem(key, value); } catch { /* private window: the choice lasts as long as the page */ } },
    goTo,
    leaveDrawer,
  };
})();
