/** A form with a small text file, as a thread takes it. */
export function aFile(): FormData {
  const form = new FormData();
  form.append('file', new Blob(['It says this']), 'log.txt');
  return form;
}
