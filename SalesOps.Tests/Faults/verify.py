"""A second verifier of the audit log, written from .github/AUDIT-FORMAT.md alone; Python's standard library only.

    python3 verify.py [--checkpoints FILE [--erasures LIST | --backups]] DATABASE...

Of backups, checkpoints that are later than their last entry say nothing.

Prints one line a database: "sound: ...", "audit entry N ...", or what else is wrong. Exit 1 when one is not sound,
2 when one was left by an earlier version, of which nothing can be said before it was brought up.
"""
import base64
import functools
import hashlib
import json
import sqlite3
import struct
import sys

ERASED, RESEALED = "customer.erased", "customer.resealed"
SECRET = {("Accounts", "PasswordHash"), ("Accounts", "SecurityStamp"), ("ApiKeys", "KeyHash"), ("Invitations", "TokenHash")}
HASHED = SECRET | {("Operations", "Answer")}
PERSONAL = {("Customers", "Name"), ("Customers", "SearchText"), ("Customers", "AbsorbedText"), ("Customers", "Identity"), ("Customers", "Note"), ("Merges", "Name"), ("Merges", "Note"),
            ("ChannelIdentities", "ExternalId"), ("Messages", "Text"), ("Messages", "ExternalId"), ("Decisions", "Note"), ("Understandings", "Gloss"), ("Handovers", "Note"), ("WorkTasks", "Note"), ("Consents", "Note"), ("DataRequests", "Note"),
            ("CustomerEdits", "NameBefore"), ("CustomerEdits", "NameAfter"), ("CustomerEdits", "NoteBefore"), ("CustomerEdits", "NoteAfter")}
# Personal columns that may hold NULL, which an erasure puts there; into the others it puts the empty text.
NULLABLE = {("Customers", "AbsorbedText"), ("Understandings", "Gloss")} | {(t, "Note") for t in ("Customers", "Merges", "Decisions", "Handovers", "WorkTasks", "Consents", "DataRequests")}
# What a row holds that was added before the column was.
DEFAULTS = {("Reviews", "Version"): 1, ("Decisions", "IsOpinion"): 0}
COLUMNS = "Sequence, At, Action, ObjectType, ObjectId, ActorKind, ActorId, CustomerId, SalesUserId, OperationId, Changes, Sealed, SealedHash, Hash"
EVERYONE = bytes(16)
# Tables by number, and their columns by number.
NAMES = """
Customers Name SearchText Identity Channel Status AiAgentId SalesUserId Intent Stage Confidence OpenTasks FirstSeenAt LastSeenAt Version ErasedAt ErasedReason WaitingSince Note OptOuts AbsorbedText UnansweredSince
ChannelIdentities CustomerId Channel ExternalId CreatedAt
Conversations CustomerId Channel State StateBefore Holder HolderVersion HolderUserId LastInboundAt CreatedAt UnansweredSince
Messages ConversationId CustomerId Channel ExternalId Direction Text Language SentAt ReceivedAt
Understandings MessageId ConversationId CustomerId Intent Stage Confidence Risks Evidence Alternatives Producer Review SamplingProbability CreatedAt Gloss GlossEvidence
Assignments CustomerId AiAgentId SalesUserId Status Reason CreatedAt EndedAt LeavingSince
Operations Name RequestHash Answer Sequence At
Reviews Kind UnderstandingId StateTransitionId ConversationId CustomerId AiAgentId SalesUserId Channel Language Intent Confidence Reasons Status CreatedAt DueAt TakenFromId Version FirstById Second SecondById
Decisions ReviewId CustomerId Outcome Intent Stage Target Reason NextStep Note ById At UndoneAt Trace LookedMs ReadingMs IsOpinion RepeatsId
StateTransitions ConversationId CustomerId UnderstandingId From To Trigger Stage Confidence Status CreatedAt
Handovers Kind CustomerId ConversationId SalesUserId Reason ById CreatedAt EndedAt IsPingPong Note Round
WorkTasks Kind CustomerId ReviewId SalesUserId Status CreatedAt DueAt EndedAt Note EscalatedAt
ApiKeys Name KeyHash Prefix CreatedAt RevokedAt LastUsedAt Scopes
Invitations SalesUserId TokenHash CreatedAt ExpiresAt UsedAt
SalesUsers Name Email Role Status CreatedAt Version AwaySince
Accounts Email NormalizedEmail PasswordHash SecurityStamp AccessFailedCount LockoutEndsAt LastSignInAt
AiAgents Name OwnerId Language Channels Status Capacity CreatedAt Version Caps HomeOwnerId PendingEditId
AgentEdits AiAgentId ById At UndoneAt Before Version Customers HomeOwnerBefore Choice PartOfId
PolicyChanges Number Kind Intent Language Channel Value Was Holds ById At
Departures SalesUserId Version ById At UndoneAt AgentEdits HeirId Rest
Exports What Since ById At Asked Format Rows
CustomerEdits CustomerId ById At UndoneAt NameBefore NameAfter NoteBefore NoteAfter
PlaybookVersions Number Was Rules ById At
Consents CustomerId Channel OptsOut Source Note ById At UndoneAt UnansweredSince
SettingChanges Number Kind AiAgentId Was Holds ById At
SavedViews OwnerId List Name Shows IsShared Version CreatedAt RemovedAt
Merges CustomerId IntoId Channels Rows Name Note FirstSeenAt ById At SeparatedById SeparatedAt ErasedAt
Viewings CustomerId ById At
DataRequests CustomerId Kind Source Note Status ReceivedAt FiledAt FiledById AnswerDueAt CompletionDueAt DueAt AnsweredAt AnsweredById EndedAt EndedById Reason Messages ChannelAccounts Version
Absences SalesUserId From Until StandInId ById At Before UndoneAt EndedAt BegunAt HeirId Rest Version
EarlierErasures CustomerId At ById Sequence Hash IsProved
""".split("\n")[1:-1]
# The tables that the journal does not speak of, with their columns and how many of these, the first, are the key.
APART = {"AuditEntries": (COLUMNS.split(", "), 1), "CustomerKeys": (["CustomerId", "Key"], 1), "CounterValues": (["Code", "Key", "Value"], 2), "CounterMinutes": (["Code", "Key", "Minute", "Value"], 3)}
MIGRATIONS = {"__EFMigrationsHistory", "__EFMigrationsLock"}
# What they made, step by step: who has the first steps alone is of an earlier version.
STEPS = """
20261122080000_Initial
20261122081740_AuditIsAppendOnly
20261122112027_CustomersCanBeErased
20261122113118_Decisions
20261122143711_TasksHaveNotes
20261122150141_AgentEdits
20261122150759_ListsOnIndexes
20261122152020_Learning
20261122152827_HandoversTellTheirRound
20261122153604_Departures
20261122154740_KeysTellTheirLastUse
20261122155243_Exports
20261122160130_CustomersWaitSince
20261122181758_CustomersCanBeEdited
20261122181902_ListExports
20261122191729_PlaybookVersions
20261122192435_CustomersCanOptOut
20261122221206_Settings
20261122224338_TasksEscalate
20261123003527_SavedViews
20261123052227_Merges
20261123091346_SecondOpinions
20261128161233_GlossesAndRepeats
20261128161525_PoolFilters
20261128162000_MessagesAreFound
20261128203659_NamesInOrder
20261129053742_ListsOfTheirOwn
20261129150811_KeysHaveScopes
20261129152138_EntriesOfPeople
20261129181907_WhoLooked
20261129182933_AgentsHaveChannelCaps
20261129183006_PeopleAway
20261129183117_DataRequests
20261129223000_LendingsAreCounted
20261130010044_CustomersAwaitAnswers
20261130041559_ListsByMoreOrders
20261130042022_EarlierErasures
20261130042212_AgentEditsInParts
20261130105245_UnansweredCustomersWhole
20261201004241_PeopleSayTheyAreAway
""".split()
SEARCHES = ("CustomerSearch", "MessageSearch")
NUMBERED = {i: (line.split(" ")[0], dict(enumerate(line.split(" ")[1:], 1))) for i, line in enumerate(NAMES, 1)}
COUNTERS = {
    "sales_users": ("SalesUsers", "Status = 'active' AND Role IN ('real_sales_user', 'admin')", ["Id"]),
    "ai_agents": ("AiAgents", "Status <> 'disabled'", ["OwnerId"]),
    "customers": ("Customers", "1", ["SalesUserId"]),
    "unbound_customers": ("Customers", "AiAgentId IS NULL AND ErasedAt IS NULL", []),
    "active_bindings": ("Assignments", "Status = 'active'", ["SalesUserId", "AiAgentId"]),
    "bindings": ("Assignments", "1", ["SalesUserId", "AiAgentId"]),
    "lendings": ("Assignments", "Reason IN ('owner_away', 'owner_back')", ["AiAgentId"]),
    "open_tasks": ("WorkTasks", "Status = 'open'", ["SalesUserId"]),
    "understanding_reviews": ("Reviews", "Kind = 'understanding' AND Status = 'pending'", ["SalesUserId"]),
    "state_reviews": ("Reviews", "Kind = 'state' AND Status = 'pending'", ["SalesUserId"]),
    "handovers": ("Handovers", "1", ["SalesUserId"]),
    "running_takeovers": ("Handovers", "Kind = 'human_takeover' AND EndedAt IS NULL", ["SalesUserId"]),
}


class Wrong(Exception):
    """The first thing that is wrong: the audit entry's number, or None, and what."""


class Earlier(Exception):
    """The store is of an earlier version."""


# What it takes to read something that the program never wrote.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, struct.error)


# AES-256-GCM, which the standard library does not have.

def _sbox():
    box, p, q = [0] * 256, 1, 1
    while True:
        p ^= (p << 1) ^ (0x11B if p & 0x80 else 0)
        p &= 0xFF
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = [(q << i | q >> (8 - i)) & 0xFF for i in range(5)]
        box[p] = rotated[0] ^ rotated[1] ^ rotated[2] ^ rotated[3] ^ rotated[4] ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


SBOX = _sbox()
DOUBLE = [(x << 1) ^ (0x11B if x & 0x80 else 0) for x in range(256)]


@functools.lru_cache(None)
def round_keys(key):
    words = [list(key[i:i + 4]) for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = DOUBLE[constant]
        elif i % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i:i + 4], []) for i in range(0, 60, 4)]


def aes(key, block):
    keys = round_keys(key)
    state = [a ^ b for a, b in zip(block, keys[0])]
    for turn in range(1, 15):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if turn < 14:
            mixed = []
            for c in range(0, 16, 4):
                a, b, d, e = state[c:c + 4]
                t = a ^ b ^ d ^ e
                mixed += [a ^ t ^ DOUBLE[a ^ b], b ^ t ^ DOUBLE[b ^ d], d ^ t ^ DOUBLE[d ^ e], e ^ t ^ DOUBLE[e ^ a]]
            state = mixed
        state = [a ^ b for a, b in zip(state, keys[turn])]
    return bytes(state)


def ghash(h, data):
    h, y = int.from_bytes(h, "big"), 0
    for i in range(0, len(data), 16):
        x, z, v = y ^ int.from_bytes(data[i:i + 16], "big"), 0, h
        for bit in range(127, -1, -1):
            if x >> bit & 1:
                z ^= v
            v = (v >> 1) ^ (0xE1 << 120 if v & 1 else 0)
        y = z
    return y.to_bytes(16, "big")


@functools.lru_cache(None)
def opened(key, box):
    """The plain text; None when the key does not open the box."""
    if len(key) != 32 or len(box) < 28:
        return None
    nonce, text, tag = box[:12], box[12:-16], box[-16:]
    lengths = struct.pack(">QQ", 0, 8 * len(text))
    sign = ghash(aes(key, bytes(16)), text + bytes(-len(text) % 16) + lengths)
    if bytes(a ^ b for a, b in zip(sign, aes(key, nonce + b"\0\0\0\1"))) != tag:
        return None
    stream = b"".join(aes(key, nonce + struct.pack(">I", 2 + i)) for i in range((len(text) + 15) // 16))
    return bytes(a ^ b for a, b in zip(text, stream))


# ECDSA over P-256.

P = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def plus(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    result = None
    while k:
        if k & 1:
            result = plus(result, point)
        point, k = plus(point, point), k >> 1
    return result


def is_signed(key, text, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < N and 0 < s < N):
        return False
    z, w = int.from_bytes(hashlib.sha256(text).digest(), "big"), pow(s, -1, N)
    point = plus(times(z * w % N, G), times(r * w % N, key))
    return point is not None and point[0] % N == r


def read_checkpoints(file):
    lines = open(file, "rb").read().split(b"\n")[:-1]
    spki = base64.b64decode(lines[0].removeprefix(b"key "))
    if spki[:27] != SPKI or len(spki) != 91:
        raise Wrong(None, "the checkpoints' key is none")
    key, found, lists = point_of(spki), [], []
    for line in lines[1:]:
        text, _, signature = line.rpartition(b" ")
        if not is_signed(key, text, base64.b64decode(signature)):
            raise Wrong(None, "a checkpoint is not signed by the file's key")
        version, sequence, digest, at, *listed = text.decode().split(" ")
        if version not in ("1", "2") or len(listed) != (2 if version == "2" else 0):
            raise Wrong(None, "a checkpoint is of a later format")
        found.append((int(sequence), bytes.fromhex(digest)))
        if listed:
            lists.append((int(listed[0]), listed[1], at[:10] + " " + at[11:19] + "Z"))
    return spki, sorted(found), lists


def point_of(spki):
    return int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")


def check_list(file, spki, lists):
    """The list of erasures is all signed by the key of the checkpoints, line behind line, and none that they saw is gone."""
    def doubt(why):
        raise Wrong(None, f"the list of erasures does not prove itself: {why}")

    lines = [line for line in open(file, "rb").read().split(b"\n")[:-1] if line]
    if not lines or not lines[0].startswith(b'{"format":2,"key":"'):
        doubt("nobody signed it")
    if base64.b64decode(json.loads(lines[0])["key"]) != spki:
        doubt("its key is none of the checkpoints'")
    hashes = ["0" * 64]
    for number, line in enumerate(lines[1:], 1):
        text, sign, signature = line.rpartition(b',"signature":"')
        if not sign or not signature.endswith(b'"}') or not is_signed(point_of(spki), text, base64.b64decode(signature[:-2])):
            doubt(f"line {number + 1} is not signed by its key")
        if not text.startswith(b'{"number":%d,"previous":"%s",' % (number, hashes[-1].encode())):
            doubt(f"line {number + 1} does not follow the one before")
        hashes.append(hashlib.sha256(text).hexdigest())
    for count, last, at in lists:
        if count >= len(hashes):
            doubt(f"it holds {len(hashes) - 1} erasures, and the checkpoint of {at} saw {count}")
        if hashes[count] != last:
            doubt(f"line {count + 1} or one before is not what the checkpoint of {at} saw")


# The chain.

def field(value):
    return struct.pack(">I", len(value)) + value


def is_id(value):
    return isinstance(value, bytes) and len(value) == 16


def link(row, previous):
    """The hash of an entry; None when a value is none that the program writes."""
    sequence, at, action, object_type, object_id, actor_kind, actor, customer, sales_user, operation, changes, _, sealed_hash, digest = row
    if not (isinstance(at, int) and all(isinstance(t, str) for t in (action, object_type, actor_kind)) and is_id(object_id) and is_id(operation)
            and all(i is None or is_id(i) for i in (actor, customer, sales_user)) and all(isinstance(b, bytes) for b in (changes, sealed_hash, digest))):
        return None
    number, text = (lambda n: field(struct.pack(">q", n))), (lambda t: field(t.encode("utf-8", "surrogateescape")))
    return hashlib.sha256(b"\1" + previous + number(sequence) + number(at) + text(action) + text(object_type) + field(object_id) + text(actor_kind)
                          + field(actor or b"") + field(customer or b"") + field(sales_user or b"") + field(operation) + field(changes) + field(sealed_hash)).digest()


# The changes: (table, id, old, new), each side column -> value as the first format writes it, or None when there is none.

def decoded(changes):
    if changes[:1] == b"[":
        return [(row["table"], bytes.fromhex(row["id"]), row.get("old"), row.get("new")) for row in json.loads(changes)]
    if changes[:1] != b"\2":
        raise ValueError("a format that there is none of")
    rows, at = [], 1

    def number():
        nonlocal at
        value = shift = 0
        while True:
            value |= (changes[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if changes[at - 1] < 0x80:
                return value

    def take(count):
        nonlocal at
        at += count
        if at > len(changes):
            raise ValueError("ends too early")
        return changes[at - count:at]

    def side(columns):
        cells = {}
        while head := number():
            column, kind = columns[head >> 3], head & 7
            if kind == 1:
                zigzag = number()
                cells[column] = zigzag >> 1 ^ -(zigzag & 1)
            elif kind == 2:
                cells[column] = struct.unpack("<d", take(8))[0]
            elif kind == 3:
                cells[column] = take(number()).decode()
            elif kind == 4:
                cells[column] = take(number()).hex()
            elif kind == 5:
                cells[column] = None
            elif kind == 6:
                cells[column] = "sha256:" + take(32).hex()
            else:
                raise ValueError("a kind that there is none of")
        return cells

    while at < len(changes):
        (table, columns), sides, row = NUMBERED[number()], take(1)[0], take(16)
        if not 1 <= sides <= 3:
            raise ValueError("neither what was nor what is")
        rows.append((table, row, side(columns) if sides & 1 else None, side(columns) if sides & 2 else None))
    return rows


class Erasure:
    """What was erased of a customer, and by which entry; of one who was resealed only the past was."""

    def __init__(self, sequence, is_resealed):
        self.sequence, self.is_resealed = sequence, is_resealed
        # From which entry on the journal says personal columns: an erasure itself may put nothing but placeholders there.
        self.said_from = sequence if is_resealed else sequence + 1

    def placeholder(self, table, column, row):
        """What stands in a personal column of which no entry says anything."""
        if self.is_resealed or (table, column) in NULLABLE:
            return None
        if (table, column) == ("Messages", "ExternalId"):
            return "erased-" + row.hex() if is_id(row) else object()
        return ""


def read_erasures(db):
    """By customer, and the entries that are what they are called: an erasure sets the customer's time of it, a resealing comes with one."""
    def is_merge_of(key, customer, before):
        return any(row[:3] == ("Merges", key, None) for changes, in db.execute("SELECT Changes FROM AuditEntries WHERE CustomerId = ? AND Sequence < ?", (customer, before)) for row in decoded(changes))

    def erases(sequence, changes, customer):
        try:
            for table, key, old, new in decoded(changes):
                if table not in ("Customers", "Merges") or not old or not new or "ErasedAt" not in old or old["ErasedAt"] is not None or not isinstance(new.get("ErasedAt"), int):
                    continue
                if key == customer if table == "Customers" else is_merge_of(key, customer, sequence):
                    return True
        except UNREADABLE:
            pass
        return False

    found, marks, operations = {}, set(), set()
    query = "SELECT Sequence, Changes, CustomerId, OperationId FROM AuditEntries WHERE Action = ? ORDER BY Sequence"
    for sequence, changes, customer, operation in db.execute(query, (ERASED,)).fetchall():
        if is_id(customer) and is_id(operation) and isinstance(changes, bytes) and erases(sequence, changes, customer):
            found[customer] = Erasure(sequence, False)
            marks.add(sequence)
            operations.add(operation)
    for sequence, _, customer, operation in db.execute(query, (RESEALED,)).fetchall():
        if is_id(customer) and operation in operations:
            marks.add(sequence)
            if customer not in found or found[customer].is_resealed:
                found[customer] = Erasure(sequence, True)
    return found, marks


class Journal:
    """Follows the chain; afterwards `cells` is what the tables must hold: (table, id) -> column -> (sequence, value)."""

    def __init__(self, db):
        self.keys = {c: k for c, k in db.execute("SELECT CustomerId, Key FROM CustomerKeys")}
        self.erased, self.marks = read_erasures(db)
        self.forgotten = {o for c, e in self.erased.items() for o, in db.execute("SELECT OperationId FROM AuditEntries WHERE CustomerId = ? AND Sequence < ?", (c, e.sequence))}
        # `gone` are the rows that an entry removed, `wrong` what entries say of the past that it was not.
        self.used, self.cells, self.rows, self.gone, self.wrong, self.first_operation, self.last = set(), {}, {}, {}, [], None, 0
        previous = bytes(32)
        for row in db.execute(f"SELECT {COLUMNS} FROM AuditEntries WHERE typeof(Sequence) = 'integer' ORDER BY Sequence"):
            sequence = row[0]
            if sequence < self.last + 1:
                raise Wrong(sequence, "stands before the first")
            if sequence > self.last + 1:
                raise Wrong(self.last + 1, "is missing")
            previous = self.follow(row, previous)
            self.last = sequence

    def follow(self, row, previous):
        sequence, customer, operation, changes, sealed, sealed_hash = row[0], row[7], row[9], row[10], row[11], row[12]
        digest = link(row, previous)
        if digest is None or not (sealed is None or isinstance(sealed, bytes)):
            raise Wrong(sequence, "holds what cannot be read")
        if sealed is not None and hashlib.sha256(sealed).digest() != sealed_hash:
            raise Wrong(sequence, "has a changed personal part")
        if digest != row[13]:
            raise Wrong(sequence, "does not fit the chain")
        if row[2] in (ERASED, RESEALED) and sequence not in self.marks:
            raise Wrong(sequence, "is called an erasure, and erases nobody")
        erasure, personal = self.erased.get(customer), None
        if sealed is not None:
            if erasure and sequence < erasure.said_from:
                raise Wrong(sequence, "has a personal part, which an erasure destroyed")
            key = self.keys.get(customer)
            self.used.add(customer)
            personal = opened(key, sealed) if isinstance(key, bytes) else None
            if personal is None:
                raise Wrong(sequence, "has a personal part that its customer's key does not open")
        elif sealed_hash and not (erasure and sequence < erasure.sequence):
            raise Wrong(sequence, "has lost its personal part, and no erasure says why")
        try:
            self.read(sequence, erasure, decoded(changes), False)
            if personal is not None:
                self.read(sequence, erasure, decoded(personal), True)
        except UNREADABLE as problem:
            raise Wrong(sequence, "holds what cannot be read") from problem
        return digest

    def read(self, sequence, erasure, changes, is_sealed):
        for table, row, old, new in changes:
            key = table, row
            cells = self.cells.setdefault(key, {})
            if not is_sealed and old is None:
                if key in self.rows:
                    self.wrong.append((sequence, f"makes a row of {table}, which was there"))
                self.rows[key] = sequence
                cells.clear()
                cells.update({c: (sequence, None) for t, c in SECRET if t == table})
                cells.update({c: (sequence, value) for (t, c), value in DEFAULTS.items() if t == table})
                if table == "Operations" and self.first_operation is None:
                    self.first_operation = sequence
                if table == "Operations" and row in self.forgotten:
                    cells["RequestHash"] = (sequence, "")
            elif not is_sealed and key not in self.rows:
                self.wrong.append((sequence, f"says of a row of {table} what it was not"))
            for column, value in (old or {}).items():
                # An erased past says nothing, and secrets are not always said.
                if ((table, column) in PERSONAL and erasure) or (table, column) in SECRET or (table, column) == ("Operations", "RequestHash") or (key not in self.rows and is_sealed):
                    continue
                if column in cells and cells[column][1] != value or column not in cells and value is not None:
                    self.wrong.append((sequence, f"says of {column} in {table} what it was not"))
            if not is_sealed and new is None:
                if self.rows.pop(key, None):
                    self.gone[key] = sequence
                # What is personal is said in the sealed part, which comes after this one.
                for column in [c for c in cells if (table, c) not in PERSONAL]:
                    del cells[column]
            if new is None:
                if is_sealed:
                    cells.clear()
                continue
            for column, value in list((old or {}).items()) + list(new.items()):
                if (table, column) in PERSONAL and erasure and sequence < erasure.said_from:
                    continue
                written = new.get(column)
                if (table, column) == ("Operations", "RequestHash") and row in self.forgotten:
                    written = ""
                cells[column] = (sequence, written)


# The tables.

def said(kind, value):
    """A stored value as the journal would write it; something that equals nothing when the type is wrong."""
    if value is None:
        return None
    if kind == "BLOB":
        return value.hex() if isinstance(value, bytes) else object()
    if kind == "TEXT":
        return value if isinstance(value, str) else object()
    if kind == "REAL":
        return value if isinstance(value, float) else object()
    return value if isinstance(value, int) else object()


def stored_hash(value):
    if value is None:
        return None
    return "sha256:" + hashlib.sha256(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")).hexdigest()


def check_shape(db):
    """The tables and their columns are the program's; of indexes, triggers and the search index `verify` alone speaks."""
    encoding, = db.execute("PRAGMA encoding").fetchone()
    if encoding != "UTF-8":
        raise Wrong(None, f"the store keeps texts as {encoding}, which the program does not")
    expected = {table: (["Id", *columns.values()], 1) for table, columns in NUMBERED.values()} | APART | {table: None for table in MIGRATIONS}
    found = {name: kind for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
             if not any(name == s or name.startswith(s + "_") for s in SEARCHES)}
    for table in sorted(expected.keys() | found.keys()):
        if found.get(table) != "table":
            raise Wrong(None, f"the table {table} is missing")
        if table not in expected:
            raise Wrong(None, f"the table {table} is none of the program's")
        if expected[table] is None:
            continue
        names, keys = expected[table]
        columns = db.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
        if sorted(c[1] for c in columns if c[6] == 0) != sorted(names) or any(c[6] for c in columns):
            raise Wrong(None, f"the table {table} has other columns than the program's")
        if {c[1] for c in columns if c[5]} != set(names[:keys]) or any(c[1] == "Sequence" and c[5] and c[2] != "INTEGER" for c in columns):
            raise Wrong(None, f"the table {table} has another key than the program's")


def is_earlier(db):
    """An earlier version applied the first migrations, one after the other, and knew no later ones."""
    try:
        applied = [migration for migration, in db.execute("SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId")]
    except sqlite3.Error:
        return False
    return bool(applied) and applied != STEPS and applied == STEPS[:len(applied)]


def check_tables(db, journal):
    seen, wrong, foreign = set(), list(journal.wrong), None
    for table, _ in NUMBERED.values():
        columns = [(name, kind) for _, name, kind, _, _, _ in db.execute(f'PRAGMA table_info("{table}")')]
        names = [name for name, _ in columns]
        for values in db.execute(f'SELECT * FROM "{table}"'):
            row = dict(zip(names, values))
            key = table, row.pop("Id")
            if table == "Operations" and isinstance(row["Sequence"], int) and (journal.first_operation is None or row["Sequence"] < journal.first_operation):
                # Entries of early versions do not note their operations; but the operation is theirs.
                if db.execute("SELECT OperationId FROM AuditEntries WHERE Sequence = ?", (row["Sequence"],)).fetchone() != (key[1],):
                    foreign = foreign or f"a row of {table} was made by no audit entry"
                continue
            owner = key[1] if table == "Customers" else row.get("CustomerId")
            erasure = journal.erased.get(owner) if isinstance(owner, bytes) else None
            if key not in journal.rows:
                foreign = foreign or f"a row of {table} was made by no audit entry"
                if key in journal.gone:
                    wrong.append((journal.gone[key], f"removed a row of {table}, which is there"))
            elif key in seen:
                foreign = foreign or f"a row of {table} stands there twice"
            else:
                seen.add(key)
            for name, kind in columns:
                if name == "Id":
                    continue
                cell = journal.cells[key].get(name) if key in journal.rows else None
                if erasure and (table, name) in PERSONAL:
                    if cell is None or cell[0] < erasure.said_from:
                        made = journal.rows.get(key, 0)
                        cell = (made, None) if made >= erasure.said_from else (erasure.sequence, erasure.placeholder(table, name, key[1]))
                elif key not in journal.rows:
                    continue
                sequence, expected = cell or (journal.rows[key], None)
                if expected == "***" and (table, name) in SECRET:
                    continue
                typed = (kind == "BLOB" and isinstance(row[name], bytes)) or (kind == "TEXT" and isinstance(row[name], str)) or row[name] is None
                is_same = typed and stored_hash(row[name]) == expected if (table, name) in HASHED else said(kind, row[name]) == expected
                if not is_same:
                    wrong.append((sequence, f"wrote {name} in {table}, and the table holds something else"))
    for key in journal.rows.keys() - seen:
        wrong += [(sequence, f"wrote a row of {key[0]}, which is gone") for sequence, value in journal.cells[key].values() if value is not None]
        wrong.append((journal.rows[key], f"made a row of {key[0]}, which is gone"))
    if wrong:
        raise Wrong(*min(wrong))
    if foreign:
        raise Wrong(None, foreign)


def check_counters(db):
    stored = {(code, key): value for code, key, value in db.execute("SELECT Code, Key, Value FROM CounterValues")}
    for code, key in stored:
        if code not in COUNTERS:
            raise Wrong(None, f"counter {code} is none")
    for code, (table, where, keys) in COUNTERS.items():
        counted = {EVERYONE: db.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}").fetchone()[0]}
        for column in keys:
            counted.update(db.execute(f"SELECT {column}, COUNT(*) FROM {table} WHERE ({where}) AND {column} IS NOT NULL GROUP BY {column}"))
        for key in counted.keys() | {k for c, k in stored if c == code}:
            if stored.get((code, key), 0) != counted.get(key, 0):
                raise Wrong(None, f"counter {code} says {stored.get((code, key), 0)}, the rows say {counted.get(key, 0)}")


def check_checkpoints(db, last, checkpoints):
    fitting = 0
    for sequence, digest in checkpoints:
        if sequence > last:
            raise Wrong(last + 1, f"is missing: a checkpoint saw entry {sequence}")
        if db.execute("SELECT Hash FROM AuditEntries WHERE Sequence = ?", (sequence,)).fetchone()[0] != digest:
            raise Wrong(fitting + 1, f"or one after it, up to {sequence}, is not what a checkpoint saw")
        fitting = sequence


def verify(database, checkpoints=(), is_backup=False):
    db = None
    try:
        db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        db.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        # First: what a later version added may be an index alone, and is missed by nothing else here.
        if is_earlier(db):
            raise Earlier()
        check_shape(db)
        journal = Journal(db)
        check_checkpoints(db, journal.last, [c for c in checkpoints if not is_backup or c[0] <= journal.last])
        for operation, in db.execute("SELECT Id FROM Operations WHERE Sequence > ? AND typeof(Sequence) = 'integer'", (journal.last,)).fetchall():
            if not any(row[0] == "Operations" for changes, in db.execute("SELECT Changes FROM AuditEntries WHERE OperationId = ?", (operation,)) for row in decoded(changes)):
                raise Wrong(journal.last + 1, "is missing")
        check_tables(db, journal)
        if journal.keys.keys() - journal.used:
            raise Wrong(None, "a customer's key opens nothing")
        check_counters(db)
        return f"sound: {journal.last} audit entries", 0
    except Wrong as problem:
        sequence, what = problem.args
        return what if sequence is None else f"audit entry {sequence} {what}", 1
    except Earlier:
        return "the store is of an earlier version: the next start of the server brings it up, and then it can be verified", 2
    except (sqlite3.Error, *UNREADABLE) as problem:
        return f"the store cannot be read: {problem}", 1
    finally:
        if db is not None:
            db.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    try:
        notes = ()
        if arguments[:1] == ["--checkpoints"]:
            signer, notes, noted = read_checkpoints(arguments[1])
            arguments = arguments[2:]
            if arguments[:1] == ["--erasures"]:
                check_list(arguments[1], signer, noted)
                arguments = arguments[2:]
        are_backups = arguments[:1] == ["--backups"]
        arguments = arguments[are_backups:]
    except Wrong as problem:
        print(problem.args[1])
        sys.exit(1)
    except (OSError, *UNREADABLE) as problem:
        print(f"the checkpoints or the list cannot be read: {problem}")
        sys.exit(1)
    results = [verify(database, notes, are_backups) for database in arguments]
    for text, _ in results:
        print(" ".join(text.split()))
    exits = {code for _, code in results}
    sys.exit(1 if 1 in exits else max(exits, default=0))
