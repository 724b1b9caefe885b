namespace SalesOps.Domain.Model.Learning;

/// <summary>
/// How long a quick reader takes for a message. The mean of adults is 987 letters a minute in English and 255 characters in Chinese
/// (IReST, Trauzettel-Klosinski and Dietz 2012); quick is twice as fast, so that only what nobody can have read counts as unread.
/// </summary>
public static class ReadingTime
{
    private const double Letter = 60_000.0 / (2 * 987);
    private const double Character = 60_000.0 / (2 * 255);

    public static TimeSpan Of(string text)
    {
        var ms = 0.0;
        foreach (var rune in text.EnumerateRunes()) ms += rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xAC00 and <= 0xD7AF or >= 0x20000 ? Character : Letter;
        return TimeSpan.FromMilliseconds(Math.Round(ms));
    }
}
