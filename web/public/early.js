// While the app's own files are on their way. A file, as the content security policy allows no inline script.
(function () {
  // The theme the reader chose, or the device's, before anything is drawn.
  var chosen = localStorage.getItem('afterhours-color-scheme') || 'auto';
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  // The first calendar takes a browser a tenth of a second on a phone: here it waits for the network anyway.
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', timeZoneName: 'longOffset' });
})();
