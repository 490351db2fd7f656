import { Html, html } from './html.js';

describe('markup', () => {
  it('escapes text, also in attributes', () => {
    const name = `<script>"it's" & more</script>`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;it&#39;s&quot; &amp; more&lt;/script&gt;">' +
        '&lt;script&gt;&quot;it&#39;s&quot; &amp; more&lt;/script&gt;</p>',
    );
  });

  it('keeps markup, puts lists together, and leaves out what is not there', () => {
    const items = ['a', 'b<'].map((item) => html`<li>${item}</li>`);
    const list = html`<ul>
      ${items}
    </ul>`;
    expect(list.text).toContain('<li>a</li><li>b&lt;</li>');
    expect(html`a${null}b${false}c${0}`.text).toBe('abc0');
    expect(html`${new Html('<b>x</b>')}`.text).toBe('<b>x</b>');
  });
});
