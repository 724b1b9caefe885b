using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>A person's absence that lasts, or the next.</summary>
/// <param name="From">UTC.</param>
/// <param name="Until">UTC.</param>
/// <param name="StandIn">Whose name was planned.</param>
/// <param name="Acts">Who acts at its beginning, or now: somebody else when the stand-in is away as well; null when nobody does.</param>
public sealed record Leave(DateTime From, DateTime Until, string StandIn, string? Acts)
{
    /// <summary>Null when the person is not away and nothing is planned.</summary>
    /// <param name="now">UTC.</param>
    internal static Leave? Of(StoreDirectory directory, SalesUser person, DateTime now)
    {
        if (directory.Absences.FirstOrDefault(a => a.SalesUserId == person.Id && a.Until > now) is not { } absence) return null;
        var acts = directory.ActingFor(person.Id, absence.From > now ? absence.From : now, one => one.Id == person.Id || AbsenceRules.MayStandIn(directory, one, person));
        return new Leave(absence.From, absence.Until, directory.NameOfUser(absence.StandInId)!, directory.NameOfUser(acts));
    }
}
