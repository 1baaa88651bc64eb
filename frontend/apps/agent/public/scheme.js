// Sets light or dark before the first paint. A file, not inline, so that the page's content policy can forbid inline scripts.
(function () {
  try {
    var kept = localStorage.getItem('yobirin.theme');
    var dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  } catch {
    // Without storage the page starts light.
  }
})();
