// Before every other script: Blazor's first render batch is refused without a default policy.
// HTML passes, because Blazor and Radzen encode what they write; scripts load from our own origin only; script text never passes.
if (window.trustedTypes) {
  trustedTypes.createPolicy('default', {
    createHTML: html => html,
    createScriptURL: url => {
      if (new URL(url, document.baseURI).origin === location.origin) return url;
      throw new TypeError('A script of another origin was refused.');
    },
  });
}
