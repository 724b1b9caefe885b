using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Console.Live;

/// <summary>What a commit can change on a screen.</summary>
[Flags]
public enum Topics
{
    None = 0,
    People = 1,
    Agents = 2,
    Customers = 4,
    Assignments = 8,
    Reviews = 16,
    Tasks = 32,
    Handovers = 64,
    /// <summary>Every commit adds to the audit log and moves the sequence number.</summary>
    Audit = 128,
    /// <summary>What stands beside the counters: change, age of the oldest, the last hour.</summary>
    CounterFacts = 256,
    /// <summary>Somebody took or left a review; of the moment, and in no commit.</summary>
    Claims = 512,
    /// <summary>Whether the store takes writes.</summary>
    Store = 1024,
    /// <summary>What admins set: API keys, hours, limits.</summary>
    Settings = 2048,
    /// <summary>What customers asked about their personal data.</summary>
    Requests = 4096,
    /// <summary>What somebody or something is called that many lists name: a person, an AI agent, a customer.</summary>
    Names = 8192,
    /// <summary>Which counters are known to be wrong; in no commit.</summary>
    Doubts = 16384,
    /// <summary>Who has a page open; in no commit.</summary>
    Presence = 32768,
    All = 65535,
}

/// <summary>Which tables stand behind which topic.</summary>
internal static class TopicsOf
{
    private static readonly Dictionary<Type, Topics> Tables = new()
    {
        [typeof(SalesUser)] = Topics.People | Topics.Names,
        [typeof(Account)] = Topics.People,
        [typeof(Invitation)] = Topics.People,
        [typeof(Departure)] = Topics.People,
        [typeof(Absence)] = Topics.People,
        [typeof(ApiKey)] = Topics.Settings,
        [typeof(SettingChange)] = Topics.Settings,
        [typeof(AiAgent)] = Topics.Agents | Topics.Names,
        [typeof(AgentEdit)] = Topics.Agents,
        [typeof(Customer)] = Topics.Customers,
        [typeof(CustomerEdit)] = Topics.Customers | Topics.Names,
        [typeof(Conversation)] = Topics.Customers,
        [typeof(Message)] = Topics.Customers,
        [typeof(Understanding)] = Topics.Customers,
        [typeof(Assignment)] = Topics.Assignments | Topics.Agents,
        [typeof(Review)] = Topics.Reviews,
        [typeof(Decision)] = Topics.Reviews,
        [typeof(PolicyChange)] = Topics.Reviews,
        [typeof(PlaybookVersion)] = Topics.Reviews,
        [typeof(StateTransition)] = Topics.Reviews,
        [typeof(WorkTask)] = Topics.Tasks,
        [typeof(Handover)] = Topics.Handovers,
        [typeof(DataRequest)] = Topics.Requests,
    };

    public static Topics Commit(Commit commit)
    {
        var topics = Topics.Audit;
        foreach (var table in commit.Changed) topics |= Tables.GetValueOrDefault(table);
        return topics;
    }
}
