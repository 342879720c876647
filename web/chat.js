// The chat. It keeps nothing in the browser: the conversation belongs to a cookie that scripts cannot read.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($('words').textContent);
  const log = $('log'), form = $('form'), box = $('say'), wait = $('wait');
  const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  let language = document.documentElement.lang;
  let number = 0;
  let busy = false;
  const say = (name) => words[language][name];

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // What the server sends are words and addresses; only addresses of these kinds become links.
  const link = (part) => {
    if (!/^(tel:|sms:|https:\/\/|\/help)/.test(part.link || '')) return document.createTextNode(part.words);
    const anchor = make('a', '', part.words);
    anchor.href = part.link;
    if (part.link.startsWith('https:')) {
      anchor.target = '_blank';
      anchor.rel = 'noopener noreferrer';
    }
    return anchor;
  };

  const fill = (element, blocks) => {
    let list = null;
    for (const block of blocks) {
      const line = make(block.item ? 'li' : 'p');
      line.append(...block.parts.map(link));
      if (block.item) {
        if (!list) element.append(list = make('ul'));
        list.append(line);
      } else {
        list = null;
        element.append(line);
      }
    }
    return element;
  };

  // A document opens in a page of its own, sent along: the server keeps none.
  const paper = (shown) => {
    const element = make('section', 'paper');
    element.append(make('h2', '', shown.document.title));
    fill(element, shown.blocks);
    const print = make('form');
    print.method = 'post';
    print.action = '/document';
    print.target = '_blank';
    for (const [name, value] of Object.entries({ ...shown.document, lang: language })) {
      const field = make('input');
      Object.assign(field, { type: 'hidden', name, value });
      print.append(field);
    }
    const button = make('button', 'plain', say('open_print'));
    button.type = 'submit';
    print.append(button);
    element.append(print);
    return element;
  };

  const choice = (label, tap) => {
    const button = make('button', 'choice', label);
    button.type = 'button';
    button.dataset.tap = tap;
    return button;
  };

  const choices = (buttons) => {
    const group = make('div', 'choices');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', say('choices'));
    group.append(...buttons);
    return group;
  };

  const show = (answer, above) => {
    const said = make('div', answer.urgent ? 'said urgent-answer' : 'said');
    said.tabIndex = -1;
    said.lang = answer.language;
    const speaker = make('span', 'hidden', say('bot') + ':');
    speaker.lang = language;
    said.append(speaker);
    if (above) said.append(fill(make('div', 'bubble'), [{ parts: [{ words: above }] }]));
    for (const shown of answer.bubbles) {
      said.append(shown.document ? paper(shown) : fill(make('div', 'bubble'), shown.blocks));
    }
    if (answer.choices.length) said.append(choices(answer.choices.map((c) => choice(c.label, c.tap))));
    log.append(said);
    said.scrollIntoView({ block: log.lastElementChild === said && said.offsetHeight > log.clientHeight ? 'start' : 'nearest' });
    return said;
  };

  const mine = (text, hint) => {
    const said = make('div', 'said mine');
    said.append(make('span', 'hidden', hint + ':'), make('div', 'bubble', text));
    log.append(said);
    said.scrollIntoView({ block: 'nearest' });
  };

  // Buttons of earlier answers go away: what can be pressed is what is asked now.
  const retire = () => log.querySelectorAll('.choices').forEach((group) => group.remove());

  const trouble = (message, again) => {
    const said = make('div', 'said');
    const bubble = make('div', 'bubble');
    bubble.append(make('p', '', message));
    const help = make('p', '', say('in_danger') + ' ');
    const anchor = make('a', '', say('help_lines'));
    anchor.href = '/help?lang=' + language;
    help.append(anchor);
    bubble.append(help);
    said.append(bubble);
    if (again) {
      const button = make('button', 'choice', say('try_again'));
      button.type = 'button';
      button.addEventListener('click', () => { said.remove(); again(); });
      said.append(choices([button]));
    }
    log.append(said);
    said.scrollIntoView({ block: 'nearest' });
  };

  const post = async (body) => {
    const answered = await fetch('/api/say', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ page, language, ...body }),
    });
    if (answered.status === 413) return { error: 'too_long' };
    if (!answered.ok && answered.status !== 429) throw new Error(String(answered.status));
    return answered.json();
  };

  const send = async (body, focus) => {
    busy = true;
    wait.hidden = false;
    log.setAttribute('aria-busy', 'true');
    try {
      const reply = await post(body);
      if (reply.error) trouble(say(reply.error));
      if (reply.answer) {
        const said = show(reply.answer);
        const first = said.querySelector('.choice');
        if (focus === 'keys' && first) first.focus();
        else if (focus) said.focus({ preventScroll: true });
        if (!reply.answer.urgent && words[reply.answer.language]) speak(reply.answer.language);
      }
    } catch {
      // The same number again: the server knows whether it answered before.
      trouble(say('no_answer'), () => send(body, focus));
    } finally {
      busy = false;
      wait.hidden = true;
      log.removeAttribute('aria-busy');
    }
  };

  const write = (text) => {
    retire();
    mine(text, say('you'));
    number += 1;
    send({ number, text });
  };

  const tap = (button, event) => {
    const label = button.textContent, payload = button.dataset.tap;
    retire();
    mine(label, say('picked'));
    number += 1;
    send({ number, tap: payload }, event.detail === 0 ? 'keys' : 'pointer');
  };

  const speak = (code) => {
    if (code === language) return;
    language = code;
    const other = code === 'es' ? 'en' : 'es';
    document.documentElement.lang = code;
    const texts = { help: 'help_now', leave: 'leave', about: 'about', privacy: 'privacy', policy: 'crisis_policy', wait: 'waiting', language: 'other_language' };
    for (const [id, name] of Object.entries(texts)) $(id).textContent = say(name);
    for (const id of ['help', 'privacy', 'policy']) $(id).search = '?lang=' + code;
    Object.assign($('language'), { lang: other, hreflang: other, search: '?lang=' + other });
    log.setAttribute('aria-label', say('conversation'));
    form.querySelector('label').textContent = say('your_message');
    form.querySelector('button').textContent = say('send');
    box.placeholder = say('placeholder');
    document.querySelector('.skip').textContent = say('skip_to_message');
  };

  const grow = () => {
    box.style.height = 'auto';
    box.style.height = box.scrollHeight + 2 + 'px';
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text || busy) return;
    box.value = '';
    grow();
    write(text);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  box.addEventListener('input', grow);
  log.addEventListener('click', (event) => {
    const button = event.target.closest('[data-tap]');
    if (button && !busy) tap(button, event);
  });
  $('help').addEventListener('click', (event) => {
    if (busy || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    retire();
    mine(say('help_now'), say('picked'));
    number += 1;
    send({ number, tap: 'w:help_now' }, event.detail === 0 ? 'keys' : 'pointer');
  });
  $('language').addEventListener('click', (event) => {
    // Before the first message the page itself changes; after it, the conversation does, and the page follows.
    if (number === 0 && $('start')) return;
    event.preventDefault();
    if (busy) return;
    const code = language === 'es' ? 'en' : 'es';
    speak(code);
    retire();
    number += 1;
    send({ number, tap: code === 'es' ? 'w:in_spanish' : 'w:in_english' }, 'pointer');
  });
  $('leave').addEventListener('click', () => {
    log.replaceChildren();
    navigator.sendBeacon('/api/leave');
    location.replace('https://www.wikipedia.org/');
  });

  const restore = async () => {
    const asked = await fetch('/api/last?language=' + language);
    const last = await asked.json();
    if (!last.known || number > 0) return;
    $('start').remove();
    if (last.answer) {
      show(last.answer, say('welcome_back') + ' ' + say('where_we_were'));
      if (!last.answer.urgent && words[last.answer.language]) speak(last.answer.language);
      return;
    }
    const said = show({ language, choices: [], bubbles: [{ blocks: [{ parts: [{ words: say('welcome_back') }] }] }] });
    said.append(choices([choice(say('continue'), 'w:continue'), choice(say('menu'), 'w:menu'), choice(say('help_now'), 'w:help_now')]));
  };
  // A page that cannot ask is a page at its beginning.
  restore().catch(() => {});
})();
