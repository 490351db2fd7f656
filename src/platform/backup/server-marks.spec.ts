import { withoutServerMarks } from './server-marks.js';

it('a schema is left as it is, but for what a newer server notes on its columns', () => {
  const table = 'CREATE TABLE public.a (\n    id uuid NOT NULL,\n    "b c" text\n);\n';
  const own = 'ALTER TABLE ONLY public.a ALTER COLUMN id SET (n_distinct=5);\n';
  const marks =
    'ALTER TABLE ONLY public.a ALTER COLUMN id SET (pg_attver=29382768);\nALTER TABLE ONLY public.a ALTER COLUMN "b c" SET (pg_attver=1);\n';
  expect(withoutServerMarks(`${table}${marks}${own}`)).toBe(`${table}${own}`);
});
