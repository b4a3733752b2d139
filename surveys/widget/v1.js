/* Throughline in your product: a form for feedback, and a survey when one is due. No cookies; nothing is stored. */
((d, w) => {
  const tag = d.currentScript, set = tag.dataset, base = new URL(tag.src).origin + '/widget/v1/', preview = 'preview' in set;
  let root, open;
  const css = `:host{all:initial;color-scheme:${/^(light|dark)$/.test(set.theme) ? set.theme : 'light dark'};--l:light-dark(#8a8a85,#74777f);--a:light-dark(#4f46e5,#9aa0ff);--s:light-dark(#fff,#17181b)}
dialog{box-sizing:border-box;width:min(420px,calc(100vw - 24px));max-height:calc(100dvh - 24px);overflow:auto;padding:20px;border:1px solid light-dark(#e4e4e1,#2a2c31);border-radius:12px;background:var(--s);color:light-dark(#1b1b19,#ececee);font:14px/1.5 system-ui,sans-serif;box-shadow:0 12px 40px #0004}
dialog::backdrop{background:#0006}
.card{position:fixed;inset:auto 12px 12px auto;margin:0;z-index:2147483647}
h2{font-size:16px;line-height:1.35;margin:0 32px 12px 0}
label{display:block;font-weight:600;margin:12px 0 4px}
textarea,input,button{box-sizing:border-box;padding:8px 10px;border:1px solid var(--l);border-radius:8px;background:var(--s);color:inherit;font:inherit}
textarea,input{width:100%}
button{min-height:36px;min-width:30px;cursor:pointer}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
.go,[aria-pressed=true]{background:var(--a);border-color:var(--a);color:var(--s)}
.x{position:absolute;top:12px;right:12px;border:0;font-size:18px;line-height:1}
.ends{display:flex;justify-content:space-between;font-size:12px}
.go{margin-top:12px}
.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(24px,1fr));gap:3px}
.answers button{padding:0;min-width:0}
.words{grid-template-columns:1fr}
.trap{position:absolute;left:-9999px}
.bad{color:light-dark(#b42318,#ff8a7d)}`;

  const el = (name, has, ...inside) => {
    const e = d.createElement(name);
    for (const k in has) k in e ? e[k] = has[k] : e.setAttribute(k, has[k]);
    e.append(...inside.filter(Boolean));
    return e;
  };

  const send = async (path, body) => {
    if (preview) return {};
    const to = new URL(base + path), { key, user, company, email, signature } = set;
    to.searchParams.set('key', key);
    if (!body) to.searchParams.set('user', user || '');
    const answer = await fetch(to, body ? {
      method: 'POST', credentials: 'omit', keepalive: true, headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user, company, email, signature, ...body })
    } : { credentials: 'omit' });
    const said = await answer.json();
    if (!answer.ok) throw said;
    return said;
  };

  const box = (title, modal, form) => {
    open?.close();
    if (!root) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root = d.body.appendChild(el('div')).attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
    }
    const back = d.activeElement;
    const b = el('dialog', {
      className: modal ? '' : 'card', 'aria-labelledby': 't',
      onkeydown: e => { if (e.key == 'Escape') { e.preventDefault(); b.close(); } e.stopPropagation(); },
      onclose: () => { if (open == b) open = null; b.remove(); if (modal) back?.focus(); }
    }, el('h2', { id: 't', textContent: title }), form,
    el('button', { type: 'button', className: 'x', 'aria-label': 'Close', textContent: '×', onclick: () => b.close() }));
    root.append(b);
    open = b;
    /* A survey comes unasked: it waits in the corner and takes nobody's focus. */
    if (modal) b.showModal(); else { b.setAttribute('aria-live', 'polite'); b.open = true; }
    return b;
  };

  const button = (text, has) => el('button', { className: 'go', textContent: text, ...has });
  const thanks = (b, form) => {
    const shut = button('Close', { type: 'button', onclick: () => b.close() });
    form.replaceChildren(el('p', { role: 'status', textContent: 'Thank you. We read every word.' }), shut);
    shut.focus();
  };
  const area = rows => el('textarea', { id: 'w', rows, maxLength: 5000 });
  const label = (id, text) => el('label', { htmlFor: id, textContent: text });

  const feedback = () => {
    const words = area(5), note = el('p', { className: 'bad', role: 'alert' }), go = button('Send');
    const mail = !set.email && el('input', { id: 'm', type: 'email', maxLength: 254, autocomplete: 'email' });
    const trap = el('input', { tabIndex: -1, autocomplete: 'off', name: 'website' });
    const once = crypto.getRandomValues(new Uint32Array(4)).join('-');
    words.required = true;
    const form = el('form', {
      onsubmit: async e => {
        e.preventDefault();
        go.disabled = true;
        note.textContent = '';
        const body = { text: words.value, once, website: trap.value, page: w.location.href, mail: mail.value };
        try {
          await send('feedback/', body);
          thanks(b, form);
        } catch (said) {
          go.disabled = false;
          note.textContent = said.error || 'This could not be sent. Try again in a moment.';
        }
      }
    }, label('w', 'What would you like to tell us?'), words, mail && label('m', 'Your e-mail address, if you want an answer'), mail,
    el('div', { className: 'trap', 'aria-hidden': 'true' }, trap), note, go);
    const b = box('Give feedback', true, form);
    words.focus();
  };

  const ask = s => {
    let score = null, sent;
    const words = area(3), more = el('div', { hidden: true }, s.follow_up && label('w', s.follow_up), s.follow_up && words, button('Send'));
    const answer = () => {
      sent = true;
      return send(`surveys/${s.code}/responses/`, { score, words: words.value }).catch(() => {});
    };
    const done = async () => { await answer(); thanks(b, form); };
    const all = el('div', { className: s.ends[0] ? 'answers' : 'answers words', role: 'group', 'aria-labelledby': 't' },
      ...s.answers.map(([value, text]) => el('button', {
        type: 'button', textContent: text, 'aria-pressed': 'false', onclick: e => {
          score = value;
          for (const each of all.children) each.setAttribute('aria-pressed', each == e.target);
          more.hidden = false;
          if (!s.follow_up) done();
        }
      })));
    const form = el('form', { onsubmit: e => { e.preventDefault(); done(); } }, all,
      s.ends[0] && el('div', { className: 'ends' }, ...s.ends.map(textContent => el('span', { textContent }))), more);
    const b = box(s.question, false, form);
    /* Who chose and then closed has answered. */
    b.addEventListener('close', () => { if (score !== null && !sent) answer(); });
    send(`surveys/${s.code}/shown/`, {}).catch(() => {});
  };

  d.addEventListener('click', e => {
    const pressed = e.target.closest?.('[data-throughline]');
    if (pressed) pressed.dataset.survey ? ask(JSON.parse(pressed.dataset.survey)) : feedback();
  });
  w.Throughline = { open: feedback };
  if (set.user && !preview) send('surveys/').then(due => { if (due.survey && !open) ask(due.survey); }, () => {});
})(document, window);
