using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>What one person decided in this tab and can still take back; several that were decided together go back together.</summary>
public sealed class RecentDecisions(TimeProvider time)
{
    private readonly List<Entry> _entries = [];

    /// <param name="Customer">Whom it is about; null when about several.</param>
    public sealed record Entry(IReadOnlyList<Decided> Decisions, string? Customer)
    {
        public ReviewStatus Outcome => Decisions[0].Outcome;
        /// <summary>Nothing follows from it yet.</summary>
        public bool IsOpinion => Decisions.All(d => d.IsOpinion);
        /// <summary>Nothing will ever follow from it.</summary>
        public bool IsRepeat => Decisions.All(d => d.IsRepeat);
        /// <summary>UTC.</summary>
        public DateTime FinalAt => Decisions[0].FinalAt;
    }

    /// <summary>The last one that can be undone; null when there is none.</summary>
    public Entry? Last
    {
        get
        {
            _entries.RemoveAll(e => e.FinalAt <= time.GetUtcNow().UtcDateTime);
            return _entries.LastOrDefault();
        }
    }

    public void Add(IReadOnlyList<Decided> decisions, string? customer) => _entries.Add(new Entry(decisions, customer));

    public void Remove(Entry entry) => _entries.Remove(entry);
}
