import { Problem } from './problem.js';

/** Saves an answer of the server as a CSV file. Throws its refusal. */
export async function saveCsvOf(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { accept: 'text/csv' } });
  if (!response.ok) throw await Problem.of(await response.json(), response.status);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
