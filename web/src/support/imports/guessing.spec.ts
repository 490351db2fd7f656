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
});

it('the guessed priorities of a file are told where they are not ours already', () =>
  expect(guessPriorityWords(['High', 'low', '1 - Critical', 'Medium', 'P1', 'Exam week'])).toEqual({
    '1 - Critical': 'urgent',
    Medium: 'normal',
  }));
