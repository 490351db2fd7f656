/** What is written about a request of a category: what is wrong, where, and what was tried before it was handed on. */
interface Words {
  titles: readonly string[];
  places: readonly string[];
  tried: string;
}

const PCS = ['PC 3', 'PC 7', 'PC 12', 'PC 18', 'PC 21'];
const WORDS: Readonly<Record<string, Words>> = {
  printing: {
    titles: [
      'Nothing comes out',
      'Paper jam',
      'Prints grey, not in colour',
      'No toner',
      'Stuck in the queue',
    ],
    places: ['Printer 1', 'Printer 2', 'Plotter'],
    tried: 'Restarted the printer and removed the job. The next job hangs in the same way.',
  },
  login: {
    titles: [
      'Password expired',
      'Account is locked',
      'No code on the new phone',
      'Signed in as somebody else',
    ],
    places: PCS,
    tried: 'The self-service says that the account is locked by Campus IT. It needs to be opened again.',
  },
  'wi-fi': {
    titles: [
      'Does not find the network',
      'Asks for the password again and again',
      'Very slow by the windows',
    ],
    places: ['Group room A', 'Reading room', 'Second floor'],
    tried: 'Forgot the network and joined again, on two laptops. Others beside have a connection.',
  },
  software: {
    titles: [
      'No licence for the statistics program',
      'The reference manager does not start',
      'No sound in the headset',
    ],
    places: PCS,
    tried: 'The same on two more workstations, with another account too.',
  },
  scanning: {
    titles: ['The scan is not in the mail', 'Scans are black', 'The glass has a scratch'],
    places: ['Scanner 1', 'Book scanner'],
    tried: 'Other addresses get their mail. It says that the address is refused.',
  },
};
const OTHER: Words = {
  titles: ['Screen stays dark', 'The headset is missing'],
  places: PCS,
  tried: 'Another cable and another socket make no difference.',
};

/** The words of the request with this number; questions about the way need none. */
export function wordsOf(
  category: string,
  number: number,
): { title: string | null; workstation: string | null; tried: string } {
  const { titles, places, tried } = WORDS[category] ?? OTHER;
  if (category === 'directions') return { title: null, workstation: null, tried };
  return { title: titles[number % titles.length]!, workstation: places[number % places.length]!, tried };
}
