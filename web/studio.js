// The studio. A conversation is a list of turns; the server plays it from the start each time, so that taking a turn
// back is leaving it out, and an edited file shows at once what it changes.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  let state = null;
  let turns = [];
  let shown = [];
  let begun = null;
  // The answers as they were before the files changed, until the author takes the new ones.
  let before = null;
  let numbers = null;

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
    paint();
    mark();
  };
  const drawnIn = (name, attributes, text) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  // What people did at each question, above its box.
  const paint = () => {
    document.querySelectorAll('.counts').forEach((text) => text.remove());
    if (!numbers) return;
    for (const box of document.querySelectorAll('[data-step]')) {
      const counts = numbers.steps[`${$('flow').value}.${box.dataset.step}`];
      if (!counts) continue;
      const words = counts.map((one) => `asked ${one.asked}, stopped here ${one.stayed}`).join('; ');
      const [x, y, width] = ['x', 'y', 'width'].map((name) => Number(box.getAttribute(name)));
      box.parentNode.append(drawnIn('text', { class: 'counts', x: x + width, y: y - 4, 'text-anchor': 'end', 'font-size': 11 }, words));
    }
  };
  const mark = () => {
    document.querySelectorAll('.here').forEach((box) => box.classList.remove('here'));
    const last = shown.at(-1);
    const place = last && (last.steps.at(-1) || last.waits) || '';
    const [flow, step] = place.split('.');
    if (flow !== $('flow').value) {
      const known = state.flows.some((one) => one.name === flow);
      if (last && last.steps.length && known && $('follow').checked) {
        $('flow').value = flow;
        draw().catch(report);
      }
      return;
    }
    const box = document.querySelector(`[data-step="${CSS.escape(step)}"]`);
    if (box) {
      box.classList.add('here');
      box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  };

  // The conversation.
  const label = (turn) => {
    if (turn.you !== undefined) return turn.you;
    if (turn.later !== undefined) return `(${[...$('how-long').options].find((one) => Number(one.value) === turn.later).textContent} later)`;
    return turn.label || turn.tap;
  };
  const tapped = (label, tap, live) => {
    const button = make('button', '', label);
    button.type = 'button';
    button.disabled = !live || !tap;
    button.addEventListener('click', () => add({ tap, label }));
    return button;
  };
  // A list that opens, as Discord has it for many or long answers.
  const opened = (controls, live) => {
    const list = make('select');
    list.setAttribute('aria-label', 'Answers');
    list.disabled = !live;
    list.append(make('option', '', 'Choose an answer'), ...controls.map((one) => make('option', '', one.label)));
    list.addEventListener('change', () => {
      const one = controls[list.selectedIndex - 1];
      if (one) add({ tap: one.tap, label: one.label });
    });
    return list;
  };
  const rowOf = (parts) => {
    const row = make('div', 'row');
    row.append(...parts);
    return row;
  };
  const laidOut = (answer, platform, live) => {
    if (platform === 'web') {
      const bubbles = answer.bubbles.map((said) => make('div', 'bubble', (said.title ? said.title + '\n\n' : '') + said.words));
      return [...bubbles, rowOf(answer.choices.map((choice) => tapped(choice.label, choice.tap, live)))];
    }
    const messages = answer.previews[platform];
    return messages.flatMap((message, at) => {
      const bubble = make('div', `bubble ${platform}`);
      if (message.title) bubble.append(make('b', '', message.title), make('br'));
      bubble.append(message.text, make('small', '', `message ${at + 1} of ${messages.length}; ${message.length} of ${message.most} characters`));
      const rows = message.rows.map((row) => row.some((one) => one.listed) ? rowOf([opened(row, live)]) : rowOf(row.map((one) => tapped(one.label, one.tap, live))));
      return [bubble, ...rows];
    });
  };
  const words = (answer) => answer.bubbles.map((said) => said.words).join('\n') + '\n[' + answer.choices.map((c) => c.label).join('] [') + ']';
  // What an edit took out and put in, word by word (the longest common run of words, as in any textbook).
  const compared = (old, now) => {
    const [one, two] = [old, now].map((text) => text.match(/\s+|\S+/g) || []);
    if (one.length * two.length > 400000) return [make('del', '', old), make('ins', '', now)];
    const most = Array.from({ length: one.length + 1 }, () => new Uint16Array(two.length + 1));
    for (let i = one.length - 1; i >= 0; i--) for (let j = two.length - 1; j >= 0; j--) {
      most[i][j] = one[i] === two[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
    }
    const parts = [];
    const push = (tag, text) => {
      const last = parts.at(-1);
      if (last && last.tag === tag) last.text += text; else parts.push({ tag, text });
    };
    let [i, j] = [0, 0];
    while (i < one.length || j < two.length) {
      if (i < one.length && j < two.length && one[i] === two[j]) { push('span', one[i++]); j++; }
      else if (j >= two.length || (i < one.length && most[i + 1][j] >= most[i][j + 1])) push('del', one[i++]);
      else push('ins', two[j++]);
    }
    return parts.map(({ tag, text }) => make(tag, '', text));
  };
  const render = () => {
    const platform = $('platform').value;
    const list = [];
    let number = 0;
    let changed = 0;
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
            changed += 1;
            const difference = make('div', 'difference');
            difference.append(...compared(words(old), words(answer)));
            element.append(difference);
          }
          element.append(...laidOut(answer, platform, number === shown.length));
          const facts = [answer.now, answer.waits && 'asks ' + answer.waits, answer.topic && 'answer ' + answer.topic, answer.offered.length && 'offers ' + answer.offered.join(', '), answer.level !== 'none' && 'screen: ' + answer.level, answer.held.length && 'holds ' + answer.held.join(', ')];
          element.append(make('p', 'facts', facts.filter(Boolean).join(' · ')));
        }
      }
      list.push(element);
    });
    $('talk').replaceChildren(...list);
    const first = $('talk').querySelector('.changed');
    if (first) first.scrollIntoView({ block: 'nearest' }); else $('talk').scrollTop = $('talk').scrollHeight;
    $('edit').hidden = !before;
    $('edit-says').textContent = changed ? `The edit changed ${changed} of ${shown.length} answers.` : 'The edit changed nothing in this conversation.';
    mark();
  };
  const play = async () => {
    const asked = {
      language: $('language').value,
      country: $('country').value.trim().toUpperCase() || null,
      public: $('public').checked,
      now: begun,
      turns: turns.map(({ you, tap, later }) => you !== undefined ? { you } : tap !== undefined ? { tap } : { later }),
    };
    shown = turns.length ? await (await fetched('/api/talk', asked)).json() : [];
    render();
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

  // Numbers: each group as a table with bars, and its days as columns. The tables are what a screen reader reads.
  const bar = (hundredths) => {
    const drawing = drawnIn('svg', { class: 'bar-chart', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    drawing.append(drawnIn('rect', { width: hundredths, height: 10 }));
    return drawing;
  };
  const columns = (group) => {
    const days = group.rows[0].days.map(([day], at) => {
      const amounts = group.rows.map((row) => row.days[at][1]).filter(Boolean);
      const sure = amounts.filter((text) => !text.startsWith('<')).reduce((sum, text) => sum + Number(text), 0);
      return { day, sure, few: amounts.some((text) => text.startsWith('<')) };
    });
    const most = Math.max(...days.map((one) => one.sure), 1);
    const wide = 12;
    const drawing = drawnIn('svg', { class: 'days', viewBox: `0 0 ${days.length * wide} 60`, role: 'img', 'aria-label': `${group.title}, day by day; the numbers are in the table below` });
    days.forEach(({ day, sure, few }, at) => {
      const height = sure ? Math.max(2, sure / most * 56) : few ? 2 : 0;
      const column = drawnIn('rect', { x: at * wide + 1, y: 60 - height, width: wide - 2, height, class: sure ? '' : 'few' });
      column.append(drawnIn('title', {}, `${day}: ${sure ? sure + (few ? ' and a few' : '') : few ? '<5' : '0'}`));
      drawing.append(column);
    });
    return drawing;
  };
  const daysOf = (group) => {
    const details = make('details');
    details.append(make('summary', '', 'Day by day'));
    const named = group.rows[0].days.map(([day]) => day);
    const rows = named.map((day, at) => [day, ...group.rows.map((row) => row.days[at][1] || '0')]).filter((row) => row.slice(1).some((text) => text !== '0'));
    details.append(columns(group), table(['Day', ...group.rows.map((row) => row.name)], rows));
    return details;
  };
  const count = async () => {
    numbers = await (await fetched('/api/numbers')).json();
    if (numbers.why) {
      $('numbers-result').replaceChildren(make('p', '', numbers.why));
      return;
    }
    const about = make('p', 'facts', `From ${numbers.first} to ${numbers.last}. No person stands behind a number; what is under 5 is shown as "<5".`);
    const groups = numbers.groups.map((group) => {
      const section = make('section', 'group');
      const rows = table(['Which', 'How often', ''], group.rows.map((row) => [row.name, row.total, '']));
      [...rows.rows].slice(1).forEach((row, at) => row.cells[2].append(bar(group.rows[at].bar)));
      rows.rows[0].cells[2].replaceWith(make('td'));
      section.append(make('h2', '', group.title), ...(group.about ? [make('p', 'facts', group.about)] : []), rows, daysOf(group));
      return section;
    });
    $('numbers-result').replaceChildren(about, ...(groups.length ? groups : [make('p', '', 'Nothing was counted in these days.')]));
    paint();
  };

  const report = (error) => { $('status').textContent = error.message; };

  const look = async () => {
    const next = await (await fetched('/api/state')).json();
    if (!begun) { begun = next.now; $('begins').value = begun.slice(0, 16); }
    if (state && next.version === state.version) return;
    const first = !state;
    const loaded = state && state.loaded;
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
      if (!state.refused && state.loaded !== loaded && shown.length && !before) before = shown;
      await play();
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
  $('begin').addEventListener('click', () => { before = null; turns = []; add({ tap: 's:' + $('flow').value, label: $('flow').value }); });
  $('undo').addEventListener('click', () => { before = null; turns.pop(); play().catch(report); });
  $('later').addEventListener('click', () => { turns.push({ later: Number($('how-long').value) }); render(); });
  $('begins').addEventListener('change', () => {
    const wanted = new Date($('begins').value + 'Z');
    if (!Number.isNaN(wanted.getTime())) { begun = wanted.toISOString(); play().catch(report); }
  });
  $('accept').addEventListener('click', () => { before = null; render(); });
  $('follow').addEventListener('change', () => mark());
  $('tab-numbers').addEventListener('click', () => count().catch(report));
  $('clear').addEventListener('click', () => { before = null; turns = []; play().catch(report); });
  const onSubmit = (id, act) => $(id).addEventListener('submit', (event) => { event.preventDefault(); Promise.resolve(act()).catch(report); });
  onSubmit('say-form', () => { const text = $('say').value.trim(); $('say').value = ''; if (text) add({ you: text }); });
  onSubmit('ask-form', ask);
  onSubmit('screen-form', screen);

  const again = () => look().catch(report).finally(() => setTimeout(again, 700));
  again();
  fetched('/api/numbers').then((answered) => answered.json()).then((found) => { numbers = found; paint(); }).catch(report);
})();
