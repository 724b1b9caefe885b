using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Search;

/// <summary>
/// Finds customers by what was said: by whole words in their folded form, all of them in one message. A Chinese character is a word, and
/// characters written together are found together; a phone number is found however it was written.
/// </summary>
internal static class MessageSearch
{
    /// <summary>Of common words so many of the newest messages are found.</summary>
    public const int Few = 3_000;
    private const int MostWords = 16;
    /// <summary>FTS5_MAX_TOKEN_SIZE, bytes: the index keeps no more of a word, and a ligature of Arabic folds to many letters.</summary>
    private const int LongestWord = 32_768;

    /// <summary>The folded words of a text, letters and digits alone.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder();
        foreach (var word in Fold.Words(Fold.BarePhones(text)))
        {
            if (words.Length > 0) words.Append(' ');
            foreach (var rune in word.EnumerateRunes()) words.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : " ");
        }
        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Kept));
    }

    private static string Kept(string word)
    {
        if (Encoding.UTF8.GetByteCount(word) <= LongestWord) return word;
        var (bytes, end) = (0, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestWord) break;
            end += rune.Utf16SequenceLength;
        }
        return word[..end];
    }

    /// <summary>What to ask of the index, each piece between spaces as it stands; null when the text holds no word.</summary>
    public static string? Query(string text)
    {
        var pieces = Fold.BarePhones(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Words).Where(w => w.Length > 0).Distinct().Take(MostWords).ToList();
        return pieces.Count == 0 ? null : string.Join(" AND ", pieces.Select(p => $"\"{p}\""));
    }

    /// <summary>How many messages the query finds; counted up to <paramref name="most"/>.</summary>
    public static Task<int> CountAsync(SalesOpsDb store, string query, int most, CancellationToken cancellationToken) => store.Database
        .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM (SELECT 1 FROM MessageSearch WHERE MessageSearch MATCH {query} LIMIT {most})").SingleAsync(cancellationToken);

    /// <summary>The customers of the newest messages that the query finds.</summary>
    public static IQueryable<Guid> Find(SalesOpsDb store, string query, int most) => store.Database.SqlQuery<Guid>($"""
        SELECT m.CustomerId AS Value FROM (SELECT rowid AS Row FROM MessageSearch WHERE MessageSearch MATCH {query} ORDER BY rowid DESC LIMIT {most}) AS s
        CROSS JOIN MessageSearch_rows AS r ON r.Row = s.Row CROSS JOIN Messages AS m ON m.Id = r.MessageId
        """);

    /// <summary>What to ask of the index for a phone number in the spelling of <see cref="Phones"/>, in each form in which it can stand there: who finds something reads whether it is the number.</summary>
    public static string OfPhone(string phone)
    {
        var (country, rest) = (phone[..2], phone[2..]);
        string[] forms = country == "84"
            // Bare as the index has most; whole where no space, plus or zero says that it is one; in the usual groups behind a Chinese character.
            ? [rest, "0" + rest, country + rest, $"0{rest[..3]} {rest[3..6]} {rest[6..]}", $"0{rest[..2]} {rest[2..5]} {rest[5..]}", $"0{rest[..3]} {rest[3..5]} {rest[5..7]} {rest[7..]}"]
            : [rest, country + rest, $"{rest[..3]} {rest[3..7]} {rest[7..]}"];
        return string.Join(" OR ", forms.Select(form => $"\"{form}\""));
    }

    /// <summary>The newest messages that the query finds.</summary>
    public static IQueryable<Guid> Newest(SalesOpsDb store, string query, int most) => store.Database.SqlQuery<Guid>($"""
        SELECT r.MessageId AS Value FROM (SELECT rowid AS Row FROM MessageSearch WHERE MessageSearch MATCH {query} ORDER BY rowid DESC LIMIT {most}) AS s
        CROSS JOIN MessageSearch_rows AS r ON r.Row = s.Row
        """);

    /// <summary>The oldest messages after <paramref name="after"/> that the index does not have yet, and that were made before <paramref name="until"/> (UTC).</summary>
    public static List<UnreadMessage> Unread(SqliteConnection connection, Guid after, DateTime until, int most)
    {
        using var rows = new Statement(connection, """
            SELECT Id, Text FROM Messages WHERE Id > ?1 AND Id < ?2 AND Text <> ''
              AND NOT EXISTS (SELECT 1 FROM MessageSearch_rows WHERE MessageId = Messages.Id) ORDER BY Id LIMIT ?3
            """);
        rows.Bind(1, after);
        rows.Bind(2, TimeIds.First(until));
        rows.Bind(3, (long)most);
        var unread = new List<UnreadMessage>();
        while (rows.Step()) unread.Add(new(rows.Id(0), rows.Text(1), Words(rows.Text(1))));
        return unread;
    }

    /// <summary>The last message that was made before <paramref name="until"/> (UTC); null when none was.</summary>
    public static Guid? Newest(SqliteConnection connection, DateTime until)
    {
        using var row = new Statement(connection, "SELECT Id FROM Messages WHERE Id < ?1 ORDER BY Id DESC LIMIT 1");
        row.Bind(1, TimeIds.First(until));
        return row.Step() ? row.Id(0) : null;
    }

    /// <summary>Puts messages into the index, unless they hold something else by now: they may have been erased.</summary>
    public static void Add(SqliteConnection connection, IEnumerable<UnreadMessage> messages)
    {
        using var note = new Statement(connection, "INSERT INTO MessageSearch_rows (MessageId, Text) SELECT Id, ?3 FROM Messages WHERE Id = ?1 AND Text = ?2");
        using var index = new Statement(connection, "INSERT INTO MessageSearch (rowid, Text) VALUES (last_insert_rowid(), ?1)");
        foreach (var message in messages)
        {
            note.Bind(1, message.Id);
            note.Bind(2, message.Text);
            note.Bind(3, message.Words);
            if (note.Run() == 0) continue;
            index.Bind(1, message.Words);
            index.Run();
        }
    }

    /// <summary>See <see cref="SearchIndex.Rewrite"/>.</summary>
    public static void Rewrite(SqliteConnection connection) => SearchIndex.Rewrite(connection, "MessageSearch", "0");
}

/// <summary>A message that the index does not have yet.</summary>
/// <param name="Words">As the index keeps it.</param>
internal sealed record UnreadMessage(Guid Id, string Text, string Words);
