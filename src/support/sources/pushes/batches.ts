interface Limits<Item> {
  /** Of so many keys, items are in hand at the same time. */
  keysAtOnce: number;
  /** A batch ends with the item that reaches this weight. */
  weight: number;
  weigh: (item: Item) => number;
}

interface Waiting<Item, Answer> {
  item: Item;
  answered: PromiseWithResolvers<Answer>;
}

/** Gathers what waits while something of the same key is in hand, and gives it to `work` together, which answers each. */
export class Batches<Item, Answer> {
  /** The key that waits longest is the first. */
  private readonly queues = new Map<string, Waiting<Item, Answer>[]>();
  private readonly inHand = new Set<string>();

  constructor(
    private readonly limits: Limits<Item>,
    private readonly work: (key: string, items: readonly Item[]) => Promise<readonly Answer[]>,
  ) {}

  waitingCount(key: string): number {
    return this.queues.get(key)?.length ?? 0;
  }

  add(key: string, item: Item): Promise<Answer> {
    const answered = Promise.withResolvers<Answer>();
    const queue = this.queues.get(key);
    if (queue) queue.push({ item, answered });
    else this.queues.set(key, [{ item, answered }]);
    this.start();
    return answered.promise;
  }

  private start(): void {
    for (const key of [...this.queues.keys()]) {
      if (this.inHand.size >= this.limits.keysAtOnce) return;
      if (!this.inHand.has(key)) void this.run(key, this.takeBatch(key));
    }
  }

  private takeBatch(key: string): Waiting<Item, Answer>[] {
    const queue = this.queues.get(key)!;
    let weight = 0;
    const end = queue.findIndex(({ item }) => (weight += this.limits.weigh(item)) >= this.limits.weight);
    const batch = queue.splice(0, end === -1 ? queue.length : end + 1);
    this.queues.delete(key);
    if (queue.length > 0) this.queues.set(key, queue);
    return batch;
  }

  private async run(key: string, batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    this.inHand.add(key);
    try {
      const answers = await this.work(
        key,
        batch.map(({ item }) => item),
      );
      for (const [index, { answered }] of batch.entries()) answered.resolve(answers[index]!);
    } catch (error) {
      for (const { answered } of batch) answered.reject(error);
    } finally {
      this.inHand.delete(key);
      this.start();
    }
  }
}
