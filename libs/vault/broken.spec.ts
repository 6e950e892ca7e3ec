import { createHash, randomInt } from 'node:crypto';
import { VaultFiles } from './sqlite/vault-files.samples.ts';
import { VAULT_PROMISES } from './vault.conformance.ts';
import { ERASED, type Owner, type Vault } from './vault.ts';

/** Changes of a sound vault that break a promise. */
type Broken = (vault: Vault) => Partial<Vault>;

const ANYBODY: Owner = { controller: 'KG', subject: 'anybody' };
const isRecord = (target: object): target is { record: string } => 'record' in target;

/** A vault that forgets its tombstones: what is sealed again gets other names behind the scenes. */
const resurrecting: Broken = (vault) => ({
  seal: async (record, owner, bytes) => {
    const sealed = await vault.seal(record, owner, bytes);
    if (sealed !== ERASED) return sealed;
    return vault.seal(`${record}, again`, { ...owner, subject: `${owner.subject}, again` }, bytes);
  },
});

/** A vault that keeps opened contents in memory. */
const caching: Broken = (vault) => {
  const known = new Map<string, Uint8Array>();
  return {
    open: async (record, sealed) => {
      const opened = known.get(record) ?? (await vault.open(record, sealed));
      if (opened !== ERASED) known.set(record, opened);
      return opened;
    },
  };
};

/** A vault that does in memory what should be in the database. */
const inMemory: Broken = () => {
  const held = new Map<string, Uint8Array>();
  return {
    seal: async (record, _, bytes) => (held.set(record, bytes), new Uint8Array(28)),
    open: async (record) => held.get(record) ?? ERASED,
  };
};

const renamedAtEachSeal: Broken = (vault) => {
  let seals = 0;
  return {
    seal: (record, owner, bytes) => vault.seal(`${record}#${++seals}`, owner, bytes),
    open: (record, sealed) => vault.open(`${record}#${seals}`, sealed),
  };
};

const deterministic: Broken = (vault) => {
  const first = new Map<string, ReturnType<Vault['seal']>>();
  return {
    seal: (record, owner, bytes) => {
      const sealed = first.get(record) ?? vault.seal(record, owner, bytes);
      first.set(record, sealed);
      return sealed;
    },
  };
};

const keepingIdentities: Broken = (vault) => {
  const known = new Map<string, Promise<string>>();
  return {
    subjectOf: (controller, identity) => {
      const name = JSON.stringify([controller, identity]);
      const subject = known.get(name) ?? vault.subjectOf(controller, identity);
      known.set(name, subject);
      return subject;
    },
  };
};

const keepingLookups: Broken = (vault) => {
  const known: string[] = [];
  return {
    remember: async (kind, value, record) => {
      await vault.remember(kind, value, record);
      if (!known.includes(record)) known.push(record);
    },
    lookup: async () => known,
  };
};

const freeingIndices: Broken = (vault) => {
  const holders = new Map<string, string>();
  return {
    claim: async (_, list, index, record) => {
      const holder = holders.get(`${list} ${index}`) ?? record;
      holders.set(`${list} ${index}`, holder);
      return holder === record;
    },
    destroy: async (target) => {
      await vault.destroy(target);
      holders.clear();
    },
  };
};

const countingUp: Broken = () => {
  let next = 0;
  return {
    allocate: async (issuer, count) => ({
      list: `${issuer}-1`,
      indices: Array.from({ length: count }, () => next++),
    }),
  };
};

const drawingTwice: Broken = () => ({
  allocate: async (issuer, count) => ({
    list: `${issuer}-1`,
    indices: Array.from({ length: count }, () => randomInt(2 ** 17)),
  }),
});

const racing: Broken = (vault) => {
  let racers = 0;
  return {
    subjectOf: async (controller, identity) => {
      const subject = await vault.subjectOf(controller, identity);
      return racers++ === 0 ? subject : `${subject}-2`;
    },
  };
};

const forgivingTurn: Broken = () => {
  let epoch = 1;
  return { turn: async (backup) => (await backup?.(), { epoch: ++epoch }) };
};

const remembering =
  (form: (value: string) => string): Broken =>
  (vault) => ({
    remember: async (kind, value, record) => {
      await vault.remember(kind, value, record);
      await vault.erasuresDone(form(value));
    },
  });

/** Vaults that are sound but for one thing, by the promise that it breaks. */
const BROKEN: Record<keyof typeof VAULT_PROMISES, Record<string, Broken>> = {
  'a person has one subject for a controller, and another for every other': {
    'joins controllers': (vault) => ({
      subjectOf: (_, identity) => vault.subjectOf('KG', identity),
    }),
    'forgets birth dates': (vault) => ({
      subjectOf: (controller, identity) =>
        vault.subjectOf(controller, { ...identity, birthDate: '' }),
    }),
  },
  'of concurrent creators of a subject one wins and all get its id': { 'lets two win': racing },
  'whatever resolves is durable': { 'keeps contents in memory': inMemory },
  'calls of one tick take effect in the order in which they were made': {
    'seals a moment later': (vault) => ({
      seal: async (...sealing) => {
        await new Promise(setImmediate);
        return vault.seal(...sealing);
      },
    }),
  },
  'of a pushed record all is kept in one step, as the single calls keep it': {
    'forgets what it is found by': (vault) => ({
      keep: (record, keeping) => vault.keep(record, { ...keeping, values: [] }),
    }),
    'claims nothing': (vault) => ({
      keep: (record, keeping) => vault.keep(record, { ...keeping, claims: [] }),
    }),
  },
  'of a record with a spent index nothing is kept': {
    'keeps one thing after the other': (vault) => ({
      keep: async (record, keeping) => {
        const kept = await vault.keep(record, { ...keeping, claims: [] });
        return keeping.claims.length > 0 ? vault.keep(record, keeping) : kept;
      },
    }),
  },
  'a record keeps the key that it was first sealed under': {
    'draws a key for each seal': renamedAtEachSeal,
  },
  'a record does not pass to another owner': {
    'ignores owners': (vault) => ({
      seal: (record, _, bytes) => vault.seal(record, ANYBODY, bytes),
    }),
  },
  'open gives back what was sealed': {
    'drops a byte': (vault) => ({
      open: async (...opening) => {
        const opened = await vault.open(...opening);
        return opened === ERASED ? ERASED : opened.subarray(1);
      },
    }),
  },
  'open takes sealed bytes under the name they were sealed for alone': {
    'binds no name': (vault) => ({
      seal: (_, owner, bytes) => vault.seal('certificate', owner, bytes),
      open: (_, sealed) => vault.open('certificate', sealed),
    }),
  },
  'open refuses altered bytes': {
    'checks no tag': (vault) => ({
      open: (record, sealed) => vault.open(record, sealed).catch(() => sealed.subarray(12, -16)),
    }),
  },
  'open of a record whose key the vault never had is an error, not ERASED': {
    'takes loss for erasure': (vault) => ({
      open: (record, sealed) => vault.open(record, sealed).catch(() => ERASED),
    }),
  },
  'sealed bytes tell nothing but their length': { 'seals equal contents alike': deterministic },
  'lookup finds the records that were remembered by a value, oldest first, each once': {
    'finds the newest first': (vault) => ({
      lookup: async (...asked) => (await vault.lookup(...asked)).toReversed(),
    }),
    'mixes kinds': (vault) => ({
      remember: (_, value, record) => vault.remember('document', value, record),
      lookup: (_, value) => vault.lookup('document', value),
    }),
  },
  'nothing is remembered or claimed for a record that was never sealed': {
    'takes any record': (vault) => ({
      remember: (...remembered) => vault.remember(...remembered).catch(() => undefined),
    }),
  },
  'a destroyed record is ERASED at once and for ever, and no other is': {
    'keeps it': () => ({ destroy: async () => {} }),
    'keeps it in memory': caching,
    'seals it again': resurrecting,
    'destroys the whole owner': (vault) => {
      const owners = new Map<string, Owner>();
      return {
        seal: (record, owner, bytes) => {
          owners.set(record, owner);
          return vault.seal(record, owner, bytes);
        },
        destroy: async (target) =>
          vault.destroy(
            isRecord(target) ? { owner: owners.get(target.record) ?? ANYBODY } : target,
          ),
      };
    },
  },
  'a destroyed owner is ERASED at once and for ever, with every record, and no other is': {
    'keeps it': () => ({ destroy: async () => {} }),
    'keeps it in memory': caching,
    'seals it again': resurrecting,
  },
  'what is destroyed before it came stays ERASED when it comes': {
    'leaves no tombstone of the unknown': () => ({ destroy: async () => {} }),
  },
  'what is destroyed is found by nothing, also if it is remembered later': {
    'finds it': keepingLookups,
  },
  'the status indices of what is destroyed are unlinked and free for nobody': {
    'frees them': freeingIndices,
  },
  'the identity of a destroyed owner leads to a new subject': {
    'remembers who it was': keepingIdentities,
  },
  'a turn changes nothing but the epoch for what is not destroyed': {
    'loses an owner': (vault) => {
      let last = ANYBODY;
      return {
        seal: (record, owner, bytes) => vault.seal(record, (last = owner), bytes),
        turn: async (backup) => {
          await vault.destroy({ owner: last });
          return vault.turn(backup);
        },
      };
    },
  },
  'after a turn no earlier copy opens what was destroyed': { 'never turns': forgivingTurn },
  'a turn takes its backup under the new key, and is completed by the next if that fails': {
    'takes it before': (vault) => ({
      turn: async (backup) => {
        await backup?.();
        return vault.turn();
      },
    }),
    'turns without it': (vault) => ({ turn: () => vault.turn() }),
  },
  'indices are drawn at random, and none is ever drawn twice': {
    'counts up': countingUp,
    'draws without looking': drawingTwice,
  },
  'a list has at least 2^17 indices; a full one is followed by a new one': {
    'has one list': countingUp,
  },
  'an index is claimed by one record, and only if allocated to the issuer': {
    'lets everybody claim': () => ({ claim: async () => true }),
    'gives what was not allocated': freeingIndices,
  },
  'a list tells of each index how things stand with its record, and of what was never drawn nothing':
    {
      'shows what it never drew': (vault) => ({
        statuses: async (list, standing) =>
          (await vault.statuses(list, standing))?.map((byte) =>
            byte.toString(2).length < 5 ? 0 : byte,
          ),
      }),
      'makes noise anew each time': (vault) => ({
        statuses: async (list, standing) =>
          (await vault.statuses(list, standing))?.map((byte, at) =>
            at === 0 ? randomInt(256) : at < 9_000 ? byte : byte ^ randomInt(256),
          ),
      }),
      'takes what was withdrawn to stand': (vault) => ({
        statuses: (list) => vault.statuses(list, { withdrawn: [] }),
      }),
      'knows of what is to come': (vault) => ({
        statuses: (list, { withdrawn }) => vault.statuses(list, { withdrawn }),
      }),
      'has every list': (vault) => ({
        statuses: async (list, standing) =>
          (await vault.statuses(list, standing)) ?? new Uint8Array(2 ** 14),
      }),
    },
  'no value, and no digest that can be made without a key, is in the files': {
    'keeps values': remembering((value) => value),
    'keeps digests that anyone can make': remembering((value) =>
      createHash('sha256').update(value).digest('hex'),
    ),
  },
  'the position of the erasures is kept, never moves back, and is older in an older copy': {
    'keeps none': () => ({ erasuresDone: async () => {} }),
  },
};

const files = new VaultFiles();
afterAll(() => files.close());

const cases = Object.entries(BROKEN).flatMap(([promise, vaults]) =>
  Object.entries(vaults).map(
    ([broken, change]) => [promise as keyof typeof VAULT_PROMISES, broken, change] as const,
  ),
);

test.each(cases)('%s: a vault that %s is caught', async (promise, _, change) => {
  const make = () => files.make((vault) => changed(vault, change(vault)));
  const failure: unknown = await VAULT_PROMISES[promise](make).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  // A mistake in this file would be one; what a check finds is not.
  expect(failure).not.toBeInstanceOf(TypeError);
});

/** The vault with some of its methods replaced. */
const changed = (vault: Vault, methods: Partial<Vault>): Vault =>
  new Proxy(vault, {
    get(sound, name: keyof Vault) {
      const method: unknown = methods[name] ?? sound[name];
      return typeof method === 'function' ? method.bind(sound) : method;
    },
  });
