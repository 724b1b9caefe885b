namespace SalesOps.Domain.Model.Rules;

/// <summary>Who acts for whom while people are away.</summary>
public static class StandIns
{
    /// <summary>
    /// Who acts for the person then: the person, or while they are away the stand-in, or while that one is away as well the stand-in's, and so on.
    /// Null when the chain leads back into itself, or to somebody who cannot act.
    /// </summary>
    /// <param name="at">UTC.</param>
    /// <param name="isUsable">Whether somebody can act at all.</param>
    public static Guid? Resolve(Guid personId, DateTime at, IReadOnlyCollection<Absence> absences, Func<Guid, bool> isUsable)
    {
        var (acting, passed) = (personId, 0);
        while (isUsable(acting))
        {
            if (absences.FirstOrDefault(a => a.SalesUserId == acting && a.Covers(at)) is not { } away) return acting;
            // A chain of more links than there are absences has been somewhere twice.
            if (++passed > absences.Count) return null;
            acting = away.StandInId;
        }
        return null;
    }

    /// <summary>The first moment from one to another at which nobody acts for the person; null when always somebody does.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="until">UTC.</param>
    /// <inheritdoc cref="Resolve"/>
    public static DateTime? FirstGap(Guid personId, DateTime from, DateTime until, IReadOnlyCollection<Absence> absences, Func<Guid, bool> isUsable)
    {
        // Between these nothing changes.
        var moments = absences.SelectMany(a => (DateTime[])[a.From, a.Until]).Where(at => at > from && at < until).Append(from).Order();
        foreach (var at in moments)
            if (Resolve(personId, at, absences, isUsable) is null) return at;
        return null;
    }
}
