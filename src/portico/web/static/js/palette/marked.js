// Text of the search in which what was found is marked, as nodes: scripts never set markup as text here.

const MARKED = /<mark>(.*?)<\/mark>/s;
/** @type {Record<string, string>} */
const WRITTEN = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };

/** @param {string} html escaped text, whose only elements are `<mark>`s */
export function marked(html) {
  return html.split(MARKED).map((text, index) => {
    const plain = text.replace(/&(lt|gt|quot|#x27|amp);/g, (written) => WRITTEN[written]);
    if (index % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}
