using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>What an absence must be, when it is planned and when it goes on as before.</summary>
internal static class AbsenceRules
{
    /// <summary>The longest, and how far ahead it can begin.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>The agents that go to a stand-in with the person's leave, or are there: all but those that are disabled and hold nobody.</summary>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    public static IEnumerable<AiAgent> Going(StoreDirectory directory, Guid personId, Func<Guid, long> bindings) =>
        directory.AiAgents.Values.Where(a => a.HomeId == personId && (a.Status != AgentStatus.Disabled || bindings(a.Id) > 0));

    /// <summary>Whether the one can stand in for the other.</summary>
    /// <param name="keeps">It was settled before: who was suspended since stays.</param>
    public static bool MayStandIn(StoreDirectory directory, SalesUser standIn, SalesUser person, bool keeps = false) => standIn.Id != person.Id && (keeps ? standIn.IsActive : directory.MayWork(standIn.Id)) && (standIn.IsSalesperson || !person.IsSalesperson);

    /// <summary>What of it the store's other rows forbid; null when nothing.</summary>
    /// <param name="id">The absence's id; null for a new one.</param>
    /// <param name="keeps">The stand-in is the one it has, or had: who was suspended since stays.</param>
    public static Error? Refuse(StoreDirectory directory, SalesUser person, AbsenceTerms terms, Guid? id, bool keeps = false)
    {
        if (!directory.SalesUsers.TryGetValue(terms.StandInId, out var standIn) || !MayStandIn(directory, standIn, person, keeps))
            return Error.Invalid("standInId", "The stand-in must be another active person who is let in; of a salesperson, a salesperson.", "choose");
        var others = directory.Absences.Where(a => a.Id != id).ToList();
        if (others.Exists(a => a.SalesUserId == person.Id && a.From < terms.Until && terms.From < a.Until))
            return Error.Invalid("from", "The person is away then already.", "away_already");
        var planned = new Absence(Guid.Empty, person.Id, terms, null, terms.From);
        return Gap(directory, person, [.. others, planned], terms, keeps) is null ? null
            : Error.Invalid("standInId", "For some of the time the stand-in is away as well, and nobody acts for both.", "nobody_acts");
    }

    private static DateTime? Gap(StoreDirectory directory, SalesUser person, IReadOnlyCollection<Absence> absences, AbsenceTerms terms, bool keeps) =>
        StandIns.FirstGap(person.Id, terms.From, terms.Until, absences, id => directory.SalesUsers.TryGetValue(id, out var one) && (id == person.Id || MayStandIn(directory, one, person, keeps)));
}
