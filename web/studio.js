// The studio. A conversation is a list of turns; the server plays it from the start each time, so that taking a turn
// back is leaving it out, and an edited file shows at once what it changes.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  let state = null;
  let turns = [];
  let shown = [];
  let begun = null;

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const fetched = async (address, body) => {
    const options = body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const answered = await fetch(address, options);
    if (!answered.ok) throw new Error(await answered.text());
    return answered;
  };

  // The map.
  const draw = async () => {
    const flow = $('flow').value, language = $('language').value;
    if (!flow) return;
    const text = await (await fetched(`/api/map/${flow}?lang=${language}`)).text();
    const drawing = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    $('drawing').replaceChildren(document.importNode(drawing, true));
    $('script').href = `/script/${flow}?lang=${language}`;
    const about = state.flows.find((one) => one.name === flow);
    $('coverage').textContent = about.seen === null ? 'The conversation tests are being played.' : `Conversation tests reach ${about.seen} of ${about.steps} steps.`;
    mark();
  };
  const mark = () => {
    document.querySelectorAll('.here').forEach((box) => box.classList.remove('here'));
    const last = shown.at(-1);
    const [flow, step] = (last && last.steps.at(-1) || '').split('.');
    if (flow !== $('flow').value) return;
    const box = document.querySelector(`[data-step="${CSS.escape(step)}"]`);
    if (box) {
      box.classList.add('here');
      box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  };

  // The conversation.
  const label = (turn) => {
    if (turn.you !== undefined) return turn.you;
    if (turn.later !== undefined) return `(${turn.later} minutes later)`;
    return turn.label || turn.tap;
  };
  const bubbles = (answer, platform) => {
    if (platform === 'web') return answer.bubbles.map((said) => make('div', 'bubble', (said.title ? said.title + '\n\n' : '') + said.words));
    return answer.previews[platform].bubbles.flatMap((cuts) => cuts.map((cut) => {
      const bubble = make('div', 'bubble', cut.text);
      bubble.append(make('small', '', `${cut.length} of ${cut.most}`));
      return bubble;
    }));
  };
  const buttons = (answer, platform, live) => {
    const rows = platform === 'web' ? [answer.choices.map((choice) => choice.label)] : answer.previews[platform].rows;
    let number = 0;
    return rows.filter((row) => row.length).map((labels) => {
      const row = make('div', 'row');
      for (const text of labels) {
        const choice = answer.choices[number++];
        const button = make('button', '', text);
        button.type = 'button';
        button.disabled = !live;
        button.addEventListener('click', () => add({ tap: choice.tap, label: choice.label }));
        row.append(button);
      }
      return row;
    });
  };
  const words = (answer) => answer.bubbles.map((said) => said.words).join('\n') + '\n[' + answer.choices.map((c) => c.label).join('] [') + ']';
  const render = (before) => {
    const platform = $('platform').value;
    const list = [];
    let number = 0;
    turns.forEach((turn, at) => {
      const element = make('div', 'turn');
      const person = make('div', 'person');
      const back = make('button', '', 'back to here');
      back.type = 'button';
      back.addEventListener('click', () => { turns = turns.slice(0, at); play(); });
      person.append(back, make('b', '', label(turn)));
      element.append(person);
      if (turn.later === undefined) {
        const answer = shown[number];
        const old = before && before[number];
        number += 1;
        if (answer) {
          if (answer.crisis_card) element.classList.add('card');
          if (old && words(old) !== words(answer)) {
            element.classList.add('changed');
            element.append(make('div', 'was', words(old)));
          }
          element.append(...bubbles(answer, platform), ...buttons(answer, platform, number === shown.length));
          const facts = [answer.now, answer.waits && 'asks ' + answer.waits, answer.topic && 'answer ' + answer.topic, answer.offered.length && 'offers ' + answer.offered.join(', '), answer.level !== 'none' && 'screen: ' + answer.level, answer.held.length && 'holds ' + answer.held.join(', ')];
          element.append(make('p', 'facts', facts.filter(Boolean).join(' · ')));
        }
      }
      list.push(element);
    });
    $('talk').replaceChildren(...list);
    $('talk').scrollTop = $('talk').scrollHeight;
    mark();
  };
  const play = async (before) => {
    const asked = {
      language: $('language').value,
      country: $('country').value.trim().toUpperCase() || null,
      public: $('public').checked,
      now: begun,
      turns: turns.map(({ you, tap, later }) => you !== undefined ? { you } : tap !== undefined ? { tap } : { later }),
    };
    shown = turns.length ? await (await fetched('/api/talk', asked)).json() : [];
    render(before);
  };
  const add = (turn) => {
    turns.push(turn);
    play().catch(report);
  };

  // Findings.
  const list = () => {
    const rows = state.findings.map((finding) => {
      const row = make('tr');
      row.append(make('td', finding.error ? 'error' : '', finding.code));
      const place = make('td');
      const jump = make('button', '', `${finding.file}:${finding.line}`);
      jump.type = 'button';
      jump.addEventListener('click', () => source(finding));
      place.append(jump);
      row.append(place, make('td', '', finding.message + (finding.suggestion ? '; ' + finding.suggestion : '')));
      return row;
    });
    $('found').replaceChildren(...rows);
    const errors = state.findings.filter((finding) => finding.error).length;
    $('tab-findings').textContent = `Findings (${errors} errors, ${state.findings.length - errors} warnings)`;
  };
  const source = async (finding) => {
    const text = await (await fetched('/api/source?file=' + encodeURIComponent(finding.file))).text();
    const lines = text.split('\n').map((line, index) => {
      const element = make('span', index + 1 === finding.line ? 'at' : '', `${String(index + 1).padStart(4)}  ${line}\n`);
      return element;
    });
    $('source').hidden = false;
    $('source').replaceChildren(...lines);
    const at = $('source').querySelector('.at');
    if (at) at.scrollIntoView({ block: 'center' });
  };

  // Questions and the screen.
  const table = (head, rows) => {
    const element = make('table');
    const top = make('tr');
    top.append(...head.map((text) => Object.assign(make('th', '', text), { scope: 'col' })));
    element.append(top, ...rows.map((cells) => {
      const row = make('tr');
      row.append(...cells.map((cell) => make('td', '', cell)));
      return row;
    }));
    return element;
  };
  const number = (value) => value.toFixed(3);
  const ask = async () => {
    const found = await (await fetched('/api/ask', { text: $('question').value, language: $('language').value })).json();
    const sure = found.gate === undefined ? '' : ` ${number(found.gate)} sure that a topic is meant; the best has ${number(found.margin)} of the best two.`;
    $('ask-result').replaceChildren(
      make('p', '', `It ${found.verdict}.${sure}`),
      table(['Topic', 'Share'], found.topics.map((one) => [one.topic, number(one.share)])),
      table(['Nearest known text', 'Of', 'Cosine'], found.nearest.map((one) => [one.text, one.topic || 'none', number(one.cosine)])),
    );
  };
  const screen = async () => {
    const seen = await (await fetched('/api/screen', { text: $('message').value })).json();
    $('screen-result').replaceChildren(
      make('p', '', `Level: ${seen.level}. Category: ${seen.category || 'none'}. Pattern: ${seen.pattern || 'none'}. Cues: ${seen.cues.join(', ') || 'none'}.`),
      table(['Level', 'Pattern', 'Category', 'Words', 'What became of it'], seen.matches.map((one) => [one.level, one.pattern, one.category, one.words, one.fate])),
      table(['Hidden by', 'Words'], seen.hidden.map((one) => [one.mask, one.words])),
    );
  };

  const report = (error) => { $('status').textContent = error.message; };

  const look = async () => {
    const next = await (await fetched('/api/state')).json();
    if (!begun) begun = next.now;
    if (state && next.version === state.version) return;
    const first = !state;
    state = next;
    const chosen = $('flow').value || 'menu';
    $('flow').replaceChildren(...state.flows.map((flow) => {
      const seen = flow.seen === null ? '' : ` (${flow.seen}/${flow.steps})`;
      return Object.assign(make('option', '', flow.name + seen), { value: flow.name, selected: flow.name === chosen });
    }));
    $('refused').hidden = !state.refused;
    $('refused').textContent = state.refused || '';
    list();
    await draw();
    if (!first) {
      const before = shown;
      await play(before);
      $('status').textContent = `Read again (state ${state.version}).`;
    }
  };

  const tabs = [...document.querySelectorAll('[role=tab]')];
  const open = (tab) => {
    for (const one of tabs) {
      const chosen = one === tab;
      one.setAttribute('aria-selected', String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      $(one.getAttribute('aria-controls')).hidden = !chosen;
    }
    tab.focus();
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener('click', () => open(tab));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) open(tabs[(at + step + tabs.length) % tabs.length]);
    });
  });
  $('flow').addEventListener('change', () => draw().catch(report));
  for (const id of ['language', 'country', 'public']) $(id).addEventListener('change', () => { draw().then(() => play()).catch(report); });
  $('platform').addEventListener('change', () => render());
  $('begin').addEventListener('click', () => { turns = []; add({ tap: 's:' + $('flow').value, label: $('flow').value }); });
  $('undo').addEventListener('click', () => { turns.pop(); play().catch(report); });
  $('later').addEventListener('click', () => { turns.push({ later: 1440 }); render(); });
  $('clear').addEventListener('click', () => { turns = []; play().catch(report); });
  const onSubmit = (id, act) => $(id).addEventListener('submit', (event) => { event.preventDefault(); Promise.resolve(act()).catch(report); });
  onSubmit('say-form', () => { const text = $('say').value.trim(); $('say').value = ''; if (text) add({ you: text }); });
  onSubmit('ask-form', ask);
  onSubmit('screen-form', screen);

  const again = () => look().catch(report).finally(() => setTimeout(again, 700));
  again();
})();
