import { createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e7f5f4',
  '#d2e9e7',
  '#a6d2cf',
  '#76bab6',
  '#4fa5a0',
  '#2f9590',
  '#157d79',
  '#0b6e6e',
  '#085a5a',
  '#044747',
];

/**
 * For missing or late items. White text is readable on its eighth shade, and the fifth is readable on the
 * dark background.
 */
const orange: MantineColorsTuple = [
  '#fff1e6',
  '#ffe0c7',
  '#ffd0ab',
  '#ffc08e',
  '#ffb27a',
  '#f0914f',
  '#cf5a1c',
  '#b3400b',
  '#963507',
  '#7a2a07',
];

export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  colors: { teal, orange },
  primaryColor: 'teal',
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'md' } },
    TagsInput: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    CheckboxGroup: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
  },
});
