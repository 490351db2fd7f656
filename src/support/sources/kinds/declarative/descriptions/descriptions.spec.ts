import { DESCRIPTIONS } from './descriptions.js';

const namesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/\[\[(\w+)\]\]/g)].map(([, name]) => name!);

describe('the descriptions', () => {
  it('have names of their own', () => {
    const names = DESCRIPTIONS.map(({ system }) => system);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(DESCRIPTIONS)('of $title have the parameters that stand in their settings', (description) => {
    const declared = description.parameters.map(({ name }) => name);
    expect([...new Set(namesIn(description.settings))].toSorted()).toEqual(declared.toSorted());
  });

  it.each(DESCRIPTIONS)(
    'of $title have secrets only where they are not shown',
    ({ parameters, settings }) => {
      const { auth, ...rest } = settings;
      const secrets = parameters.filter(({ isSecret }) => isSecret).map(({ name }) => name);
      expect(secrets).not.toEqual([]);
      expect(namesIn(rest).filter((name) => secrets.includes(name))).toEqual([]);
      expect(namesIn(auth)).toEqual(expect.arrayContaining(secrets));
    },
  );

  it.each(DESCRIPTIONS)(
    'of $title can open tickets, with optional parameters that are marked as needed for it',
    ({ parameters, settings: { open, ...reading } }) => {
      expect(open?.find).toBeDefined();
      const forReading = new Set(namesIn(reading));
      for (const { name, isForOpening = false, isOptional = false } of parameters) {
        if (namesIn(open).includes(name) && !forReading.has(name))
          expect([name, isForOpening]).toEqual([name, true]);
        if (isForOpening) expect([name, isOptional]).toEqual([name, true]);
      }
    },
  );

  it.each(DESCRIPTIONS)('of $title follow deletions', ({ settings }) => {
    expect(settings.ticket?.path).toContain('{id}');
  });
});
