using System.Collections.Frozen;

namespace SalesOps.Domain.Store.Format;

/// <summary>
/// The numbers by which audit entries call tables and columns. Released numbers never change, or old entries would say something else:
/// a new column is named at its line's end, a new table in a new line, and one that is gone stays.
/// </summary>
internal static class JournalNumbers
{
    /// <summary>A table a line, from 1; behind its name its columns, from 1. Every row's id is its key.</summary>
    public const string Names = """
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
        """;

    private static readonly string[][] Lines = [.. Names.Split('\n').Select(line => line.TrimEnd('\r').Split(' '))];

    private static readonly FrozenDictionary<(string, string), int> Numbers = Lines
        .SelectMany(line => line.Select((name, number) => KeyValuePair.Create((line[0], number == 0 ? "" : name), number)))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int> Tables = Lines.Select((line, i) => KeyValuePair.Create(line[0], i + 1)).ToFrozenDictionary();

    /// <summary>The table's number; 0 when the journal does not speak of it.</summary>
    public static int OfTable(string table) => Tables.GetValueOrDefault(table);

    /// <summary>The column's number; 0 when the journal does not speak of it.</summary>
    public static int OfColumn(string table, string column) => Numbers.GetValueOrDefault((table, column));
}
