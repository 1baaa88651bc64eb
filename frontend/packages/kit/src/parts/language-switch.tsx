import { LANGUAGES, switchLanguage, useText, type Language } from '../i18n';
import classes from './language-switch.module.css';

/** Both languages side by side; a click switches at once. */
export function LanguageSwitch({ onSwitch }: { onSwitch?: (language: Language) => void }) {
  const { t, language } = useText();
  return (
    <div className={classes.switch} role="group" aria-label={t('user.language')}>
      {LANGUAGES.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language}
          onClick={() => {
            void switchLanguage(code);
            onSwitch?.(code);
          }}
        >
          {t(code === 'ja' ? 'lang.ja' : 'lang.en')}
        </button>
      ))}
    </div>
  );
}
