import { guessPriorityWords, guessWords } from './guessing.js';

describe('the guessed words of a file', () => {
  it('become the desk’s when only their spelling differs', () =>
    expect(
      guessWords(
        ['Printing', 'wlan', 'login', 'Toner', '打印'],
        [
          { name: 'printing', label: 'Printing' },
          { name: 'wifi', label: 'WLAN' },
          { name: 'login', label: 'Login' },
          { name: '打印机', label: 'Printer' },
        ],
      ),
    ).toEqual({ Printing: 'printing', wlan: 'wifi' }));

  it('are named once, whatever their case, as a mapping may', () =>
    expect(
      guessWords(
        ['printing', 'PRINTING', 'Printing', 'Wlan', 'WLAN', 'constructor'],
        [
          { name: 'printing', label: 'Printing' },
          { name: 'wifi', label: 'WLAN' },
        ],
      ),
    ).toEqual({ PRINTING: 'printing', Wlan: 'wifi' }));
});

it('the guessed priorities of a file are told where they are not ours already', () =>
  expect(guessPriorityWords(['High', 'low', '1 - Critical', 'Medium', 'P1', 'Exam week'])).toEqual({
    '1 - Critical': 'urgent',
    Medium: 'normal',
  }));

it('a guessed priority is told once of a word, whatever its case, as a mapping may', () =>
  expect(guessPriorityWords(['Medium', 'medium', 'MEDIUM', '2 - High', 'constructor', '__proto__'])).toEqual({
    Medium: 'normal',
    '2 - High': 'high',
  }));
