import type { AuditEntry } from './audit.js';
import { AUDIT_ACTIONS, type AuditEntity } from './entities.js';

const entry = <Entity extends AuditEntity>(what: AuditEntry<Entity>): AuditEntry<Entity> => what;

describe('what the trail tells of', () => {
  it('has a name of its own, which tells the kind of thing and what was done', () => {
    expect(AUDIT_ACTIONS).toEqual([...new Set(AUDIT_ACTIONS)]);
    for (const action of AUDIT_ACTIONS) expect(action).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  });

  it('does not compile misspelt, nor of another kind of thing', () => {
    entry({ action: 'swap.created', entity: 'swap', entityId: '' });
    // @ts-expect-error No such action.
    entry({ action: 'swap.creatd', entity: 'swap', entityId: '' });
    // @ts-expect-error That is done with a claim.
    entry({ action: 'claim.created', entity: 'swap', entityId: '' });
    expect.assertions(0);
  });
});
