// Before anything is drawn: the theme the reader chose, or the device's. A file, as the content security policy allows no inline script.
(function () {
  var chosen = localStorage.getItem('afterhours-color-scheme') || 'auto';
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
