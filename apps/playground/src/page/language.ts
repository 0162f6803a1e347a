/**
 * Chrome under `LANG=C` calls its language `en-US@posix`, which Intl refuses with a RangeError. uPlot asks for it when it is
 * loaded, so the whole page would stay empty. Import this before.
 */
function repairLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
}

repairLanguage();
