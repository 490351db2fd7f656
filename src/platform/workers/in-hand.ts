/** Answers that are being computed: who asks for the same gets the same, so that reloading a page does not fill all threads. */
export class InHand<Answer> {
  private readonly answers = new Map<string, Promise<Answer>>();

  share(key: string, compute: () => Promise<Answer>): Promise<Answer> {
    const running = this.answers.get(key);
    if (running) return running;
    const answer = compute().finally(() => this.answers.delete(key));
    this.answers.set(key, answer);
    return answer;
  }
}
