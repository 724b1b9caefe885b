namespace SalesOps.Domain.Model.Reporting;

/// <summary>How much was said, and how long customers waited for an answer.</summary>
/// <param name="Conversations">In which a customer wrote.</param>
/// <param name="TakenOver">Of those: which a person took over meanwhile.</param>
/// <param name="Answered">Turns of customers that were answered.</param>
/// <param name="Unanswered">Turns that wait still. Neither has those that were marked as answered, and of who opted out.</param>
/// <param name="Response">Of the answered turns.</param>
public sealed record TalkFigures(int In, int Out, int Conversations, int TakenOver, int Answered, int Unanswered, Spread Response)
{
    /// <summary>The share of conversations that a person took over, 0..1; null when there was none.</summary>
    public double? TakeoverRate => Conversations == 0 ? null : TakenOver / (double)Conversations;

    /// <param name="takenOver">The conversations that a person took over.</param>
    public static TalkFigures Of(IEnumerable<ReportedMessage> messages, IEnumerable<Turn> turns, IReadOnlySet<Guid> takenOver)
    {
        var (received, sent, talks) = (0, 0, new HashSet<Guid>());
        foreach (var message in messages)
        {
            if (message.Direction == Direction.Outbound)
            {
                sent++;
                continue;
            }
            received++;
            talks.Add(message.ConversationId);
        }
        var all = turns.ToList();
        return new TalkFigures(received, sent, talks.Count, talks.Count(takenOver.Contains), all.Count(t => t.Response is not null), all.Count(t => !t.IsOver),
            Spread.Of(all.Where(t => t.Response is not null).Select(t => t.Response!.Value)));
    }
}

/// <summary>How times lie: a mean would be the slow ones'.</summary>
/// <param name="Median">Half took no longer; null when there are none.</param>
/// <param name="Ninth">Nine in ten took no longer.</param>
public sealed record Spread(int Count, TimeSpan? Median, TimeSpan? Ninth)
{
    /// <summary>By the nearest rank.</summary>
    public static Spread Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        TimeSpan? At(double share) => sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
        return new Spread(sorted.Count, At(0.5), At(0.9));
    }
}
