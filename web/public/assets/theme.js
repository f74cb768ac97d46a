// Runs before anything is painted, so that the page does not flash in the other colours.
try {
  const theme = localStorage.getItem('attendant.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's colours are used.
}
