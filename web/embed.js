// One line in a page of an allowed site: <script src="https://help.example.org/embed.js" async></script>
// It adds a button that opens the chat in a frame. The frame is ours; this page cannot read it.
(() => {
  'use strict';
  const here = new URL(document.currentScript.src).origin;
  const spanish = (document.currentScript.dataset.lang || document.documentElement.lang || navigator.language).startsWith('es');
  const words = spanish ? { open: 'Abrir el chat de ayuda', close: 'Cerrar el chat', title: 'Chat de ayuda' } : { open: 'Open the help chat', close: 'Close the chat', title: 'Help chat' };
  const style = (element, rules) => { Object.assign(element.style, rules); return element; };
  const button = style(document.createElement('button'), {
    position: 'fixed', right: '16px', bottom: '16px', zIndex: '2147483000', font: 'bold 16px/1.4 system-ui, sans-serif',
    color: '#fff', background: '#0b5560', border: '2px solid #fff', borderRadius: '24px', padding: '10px 18px', cursor: 'pointer',
  });
  button.type = 'button';
  button.textContent = words.open;
  button.setAttribute('aria-expanded', 'false');
  let frame = null;
  const toggle = () => {
    const open = !frame || frame.hidden;
    if (!frame) {
      frame = style(document.createElement('iframe'), {
        position: 'fixed', right: '16px', bottom: '76px', width: 'min(420px, calc(100vw - 32px))', height: 'min(640px, calc(100vh - 96px))',
        border: '1px solid #4b5a66', borderRadius: '12px', background: '#fff', zIndex: '2147483000',
      });
      frame.title = words.title;
      frame.src = here + '/?lang=' + (spanish ? 'es' : 'en');
      document.body.insertBefore(frame, button.nextSibling);
    }
    frame.hidden = !open;
    button.textContent = open ? words.close : words.open;
    button.setAttribute('aria-expanded', String(open));
    (open ? frame : button).focus();
  };
  button.addEventListener('click', toggle);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && frame && !frame.hidden) toggle();
  });
  document.body.append(button);
})();
