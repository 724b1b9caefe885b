namespace SalesOps.Domain.Model.Rules;

/// <summary>The readings that fit all the parts that are given; null means any.</summary>
public readonly record struct Slice(string? Intent, string? Language, Channel? Channel)
{
    /// <summary>Orders slices: more parts win, and among as many the intent weighs more than the language, the language more than the channel.</summary>
    internal int Specificity
    {
        get
        {
            var (intent, language, channel) = (Intent is null ? 0 : 1, Language is null ? 0 : 1, Channel is null ? 0 : 1);
            return 8 * (intent + language + channel) + 4 * intent + 2 * language + channel;
        }
    }

    /// <summary>Whether all of <paramref name="part"/> lies in it.</summary>
    internal bool Holds(Slice part) =>
        (Intent is null || Intent == part.Intent) && (Language is null || Language == part.Language) && (Channel is null || Channel == part.Channel);
}
