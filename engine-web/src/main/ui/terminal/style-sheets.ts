/**
 * xterm.js writes style elements while it opens, and style attributes of spans while it draws; the content security policy
 * forbids both. Here the first become constructed style sheets and the second go through the style object, which it
 * allows. Its documentOverride does not help: in 6.0 the viewport and the rows use the global document all the same.
 */
export function withoutInlineStyles(real: Document, open: () => void): void {
  HTMLSpanElement.prototype.setAttribute = setAttribute;
  const plain = real.createElement.bind(real);
  real.createElement = ((tag: string, options?: ElementCreationOptions) =>
    tag.toLowerCase() === 'style' ? styleElement(real, plain('template')) : plain(tag, options)) as typeof real.createElement;
  try {
    open();
  } finally {
    // What it stood before is the prototype's
    delete (real as Partial<Document>).createElement;
  }
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}

/** Stands where a style element would; its text is a style sheet of the document as long as it is there. */
function styleElement(real: Document, stand: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  real.adoptedStyleSheets = [...real.adoptedStyleSheets, sheet];
  let text = '';
  Object.defineProperty(stand, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css;
      sheet.replaceSync(css);
    },
  });
  const remove = stand.remove.bind(stand);
  stand.remove = () => {
    remove();
    real.adoptedStyleSheets = real.adoptedStyleSheets.filter(one => one !== sheet);
  };
  return stand;
}
