namespace SalesOps.Domain.Model;

/// <summary>What admins set for everybody while the console runs.</summary>
public enum SettingKind
{
    /// <summary>The console's time zone, as an IANA id.</summary>
    TimeZone,
    /// <summary>When the console's people work, or when an AI agent answers.</summary>
    WorkingHours,
    /// <summary>The days on which nobody works in spite of the hours.</summary>
    Holidays,
    /// <summary>Who is told when no AI agent fits a customer, and gets what is long overdue.</summary>
    FallbackOwner,
    /// <summary>After how many working hours an overdue task goes to the fallback owner.</summary>
    OverdueHours,
    /// <summary>After how many working minutes without an answer a customer goes on to another salesperson.</summary>
    SilentMinutes,
    /// <summary>How long a first contact may take; working minutes, as the next four.</summary>
    FirstContactMinutes,
    /// <summary>How long it may take to find an AI agent for a customer.</summary>
    BindCustomerMinutes,
    /// <summary>How long it may take to ask a customer what was meant.</summary>
    AskCustomerMinutes,
    /// <summary>How long the review of an understanding may take.</summary>
    UnderstandingMinutes,
    /// <summary>How long the review of a move of the state machine may take.</summary>
    StateMinutes,
    /// <summary>The capacity that a new AI agent is offered.</summary>
    AgentCapacity,
    /// <summary>Risks about which two people are asked, as codes with commas between.</summary>
    SecondRisks,
    /// <summary>The share of all other reviews about which two people are asked, in per cent.</summary>
    SecondShare,
    /// <summary>The share of decided understandings that come back, unseen as such, to who decided them, in per cent.</summary>
    RepeatShare,
    /// <summary>After how many days they come back.</summary>
    RepeatDays,
    /// <summary>After how many days without a word from a customer its personal data is erased.</summary>
    RetentionDays,
    /// <summary>Within how many working days a customer's request about personal data must be answered.</summary>
    RequestAnswerDays,
    /// <summary>Within how many days it must be done.</summary>
    RequestCompletionDays,
}

/// <summary>设置变更: what somebody set; the last one of a kind and AI agent stands, and rows stay as they are.</summary>
public sealed class SettingChange
{
    public Guid Id { get; private set; }
    /// <summary>From 1, in the order they were made.</summary>
    public int Number { get; private set; }
    public SettingKind Kind { get; private set; }
    /// <summary>The <see cref="AiAgent"/> it is of; null for the console's.</summary>
    public Guid? AiAgentId { get; private set; }
    /// <summary>What held before, as <see cref="Rules.SettingRules"/> spells it.</summary>
    public string Was { get; private set; } = "";
    /// <summary>What holds from now on, spelled in the same way.</summary>
    public string Holds { get; private set; } = "";
    /// <summary>The <see cref="SalesUser"/> who set it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }

    private SettingChange() { }

    public SettingChange(Guid id, int number, SettingKind kind, Guid? aiAgentId, string was, string holds, Guid? byId, DateTime now)
    {
        Id = id;
        Number = number;
        Kind = kind;
        AiAgentId = aiAgentId;
        Was = was;
        Holds = holds;
        ById = byId;
        At = now;
    }
}
