import { displayNameOf, nameAsSpoken } from './display-name.js';

describe('the display name', () => {
  it.each([
    ['Maya Ortiz', 'Maya'],
    ['Ortiz, Maya', 'Maya'],
    ['Ortiz, Maya Ana', 'Maya'],
    ['Ortiz,Maya', 'Maya'],
    ['Ortiz,', 'Ortiz'],
    ['Dr. Ben Lee', 'Ben'],
    ['Lee, Dr. Ben', 'Ben'],
    ['Prof Mx. Ana de la Cruz', 'Ana'],
    ["Sean O'Brien", 'Sean'],
    ['Nguyễn Thị Minh', 'Nguyễn'],
    ['Anne-Marie Weiss', 'Anne-Marie'],
    ['美咲', '美咲'],
    ['maya@example.edu', 'Colleague'],
    ['maya@example.edu Maya', 'Maya'],
    ['Dr.', 'Colleague'],
  ])('of %s is %s', (name, shown) => expect(displayNameOf(name)).toBe(shown));
});

describe('a name in speaking order', () => {
  it.each([
    ['Maya Ortiz', 'Maya Ortiz'],
    ['Ortiz, Maya Ana', 'Maya Ana Ortiz'],
    [' Ortiz ,  Maya ', 'Maya Ortiz'],
    ['Maya   Ortiz,', 'Maya Ortiz'],
    ['', ''],
  ])('of "%s" is "%s"', (written, spoken) => expect(nameAsSpoken(written)).toBe(spoken));
});
